"""What bot walls are known by: pages that ask for a proof that no machine reads them.

Headers and names are those of the services' own challenge pages, as their documents and saved pages
have them; a name that also stands on pages that these services let through is not here.
"""

import re

from newscrawl.vocabulary.words import either, terms

HEADERS = {
    "cf-mitigated": ("challenge",),  # Cloudflare
    "x-amzn-waf-action": ("challenge", "captcha"),  # AWS WAF
    "x-vercel-mitigated": ("challenge", "deny"),  # Vercel
}
"""Headers of an answer that say so, and what they say."""

NAMES = tuple(
    name.encode()
    for name in (
        *("_cf_chl_opt", "cf-chl-", "cf-challenge", "cf-browser-verification"),  # Cloudflare
        "captcha-delivery.com",  # DataDome
        *("px-captcha", "captcha.px-cdn.net"),  # HUMAN (PerimeterX)
        *("Incapsula incident ID", "_Incapsula_Resource?CWUDNSAI="),  # Imperva
        *("bm-verify=", "/_sec/cp_challenge", "sec-if-cpt-container", "sec-cpt-if"),  # Akamai
        *("sucuri_cloudproxy_js", "Sucuri WebSite Firewall"),  # Sucuri
        *("gokuProps", "awsWafCookieDomainList"),  # AWS WAF
        "KPSDK={}",  # Kasada
        *("ddos-guard/js-challenge", "data-ddg-origin"),  # DDoS-Guard
        *("anubis_challenge", "/x/cmd/anubis/"),  # Anubis
        "/git/go-away/cmd/",  # go-away
        "/.well-known/vercel/security/",  # Vercel
        "/.well-known/sgcaptcha/",  # SiteGround
        "wsidchk",  # Imunify360
        *("slowAES.decrypt", "toNumbers("),  # nginx' testcookie
        *("validate.perfdrive.com", "rbzns", "/.bunny-shield/"),  # Radware, Reblaze, Bunny
        *("/__qrator/", "/_fs-ch-", "distil_r_captcha"),  # Qrator, Fastly, Distil
    )
)
"""Names in the markup of such a page."""

TITLES = re.compile(
    either(
        terms(
            "just a moment, one moment(?: please)?, please wait, attention required,"
            "access denied, access to this page has been denied, pardon our interruption,"
            "(?:are )?you(?: are)? (?:a )?(?:human|robot), robot check, bot (?:check|verification),"
            "security (?:check|checkpoint|verification|challenge), vercel security checkpoint,"
            "human verification, site verification, verify(?:ing)? you are (?:a )?human,"
            "checking your browser(?: before accessing .+)?, client challenge, captcha,"
            "ddos(?:-guard| protection.*), you are being redirected,"
            "making sure you.?re not a bot, radware (?:bot manager )?captcha(?: page)?,"
            "(?:nur )?einen moment(?: bitte)?, sicherheits(?:über)?prüfung, zugriff verweigert,"
            "un instant, vérification de sécurité, accès refusé, êtes-vous un robot,"
            "un momento, acceso denegado, verificación de seguridad, ¿?eres (?:humano|un robot),"
            "um momento, só um momento, acesso negado, verificação de segurança,"
            "un attimo, un momento per favore, accesso negato, sei un robot,"
            "een ogenblik(?: geduld)?, toegang geweigerd, ett ögonblick, et øyeblikk, et øjeblik,"
            "hetki, chwileczkę, cierpliwości, odmowa dostępu, okamžik, egy pillanat, un moment,"
            "проверка (?:браузера|безопасности), проверяем ваш браузер.*,"
            "доступ (?:запрещ|огранич)ен,"
            "вы (?:не )?робот, подтвердите.{0,12} что вы не робот, один момент, подождите.*,"
            "перевірка (?:браузера|безпеки), ви (?:не )?робот, зачекайте.*,"
            "bir dakika(?: lütfen)?, bir saniye, erişim engellendi, güvenlik doğrulaması,"
            "λίγο υπομονή, μια στιγμή, لحظة(?: من فضلك)?, تم رفض الوصول, التحقق الأمني,"
            "لحظه ای صبر کنید, رجوع به مرورگر, רק רגע, הגישה נדחתה,"
            "请稍[候等], 請稍候, 安全(?:验证|驗證|检查|檢查), 人机验证, 访问验证, 访问被拒绝,"
            "少々お待ちください, しばらくお待ちください, アクセスが拒否されました,"
            "セキュリティ(?:チェック|確認),"
            "잠시만 기다리십시오, 보안 확인, 접근이 거부되었습니다,"
            "vui lòng đợi, xác minh bảo mật, harap tunggu"
        )
    ),
    re.IGNORECASE,
)
"""Their titles, to be matched as a whole and without the signs at the ends."""

SAID = re.compile(
    either(
        terms(
            "checking (?:if the site connection is secure|your browser),"
            "verify(?:ing)? (?:that )?you(?:.re| are) (?:a )?(?:human|not a (?:ro)?bot),"
            "(?:prove|confirm) (?:that )?you(?:.re| are) (?:a )?(?:human|not a (?:ro)?bot),"
            "enable javascript and cookies to continue, enable js and disable any ad blocker,"
            "unusual traffic from your, made us think (?:that )?you were a bot,"
            "your browser will redirect to your requested content shortly,"
            "(?:complete|solve) the (?:captcha|security check|challenge) (?:below|to),"
            "проверяем ваш браузер, что вы не робот, що ви не робот,"
            "dass sie (?:ein mensch|kein roboter) sind, "
            "que vous (?:êtes humain|n.êtes pas un robot),"
            "que (?:eres humano|no eres un robot), que você (?:é humano|não é um robô),"
            "che (?:sei umano|non sei un robot), robot olmadığınızı,"
            "验证您是(?:真)?人, 确认您不是机器人, ロボットではない(?:ことを確認)?, 로봇이 아닙니다"
        )
    ),
    re.IGNORECASE,
)
"""What they say to whom they keep out."""
