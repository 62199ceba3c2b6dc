"""Bot walls as the services serve them, in few lines, with status 200 or what else they give."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wall:
    """An answer in place of a page."""

    html: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def _page(title: str, body: str, head: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


WHY = "<p>You see this because our server is asked too much by machines.</p>" * 9
WALLS = {
    "cloudflare": Wall(
        _page("Just a moment...", "<script>window._cf_chl_opt = {cvId: '3'};</script>")
    ),
    "cloudflare, by header": Wall("<html></html>", 403, (("cf-mitigated", "challenge"),)),
    "cloudflare, 503": Wall(_page("Attention Required! | Cloudflare", "<h1>Wait</h1>"), 503),
    "datadome": Wall(
        _page(
            "paper.example",
            "<p>Please enable JS and disable any ad blocker</p>"
            "<script>var dd={'host':'geo.captcha-delivery.com'}</script>",
        )
    ),
    "human": Wall(_page("paper", "<div id='px-captcha'></div><h1>Press &amp; Hold</h1>")),
    "imperva": Wall(
        "<html><head><script src='/_Incapsula_Resource?SWJIYLWA=7'></script></head><body>"
        "<iframe src='/_Incapsula_Resource?CWUDNSAI=9'>Request unsuccessful. "
        "Incapsula incident ID: 1-2</iframe></body></html>"
    ),
    "akamai": Wall(
        _page(
            "&nbsp;",
            "<noscript><h1>Pardon Our Interruption</h1></noscript>",
            "<meta http-equiv='refresh' content=\"1; URL='/proof?bm-verify=AAQ'\">",
        )
    ),
    "sucuri": Wall(
        "<html><title>You are being redirected...</title><script>sucuri_cloudproxy_js=''</script>"
    ),
    "aws, without a body": Wall("", 202, (("x-amzn-waf-action", "challenge"),)),
    "aws": Wall(_page("", "<div></div>", "<script>window.gokuProps = {key: 'A'};</script>"), 202),
    "kasada": Wall("<html><head></head><body><script>window.KPSDK={};</script></body></html>"),
    "anubis": Wall(
        _page(
            "Making sure you&#39;re not a bot!",
            f"<h1>Making sure you&#39;re not a bot!</h1><details>{WHY}</details>",
            "<script id='anubis_challenge' type='application/json'>{}</script>",
        )
    ),
    "its own, in Russian": Wall(
        _page("Проверка браузера", "<h1>Проверяем ваш браузер</h1><p>Это займёт секунды.</p>")
    ),
    "its own, in German": Wall(
        _page("paper.example", "<p>Bitte bestätigen Sie, dass Sie ein Mensch sind.</p>")
    ),
}
