"""Pages that an article's address may answer instead of the article, with status 200."""

WALL = """<html><head><title>Just a moment...</title></head><body>
<h1>Checking your browser before accessing paper.example</h1>
<p>Please enable JavaScript and cookies to continue</p>
<div id="cf-challenge"></div></body></html>"""
BARE_WALL = """<html><head><title>Wait</title></head><body>
<div id="cf-challenge"></div></body></html>"""
MISSING = """<html><head><title>Page not found</title><meta property="og:type" content="website">
</head><body><h1>Sorry, page not found</h1>
<p>The page you are looking for does not exist, or is somewhere else now. Try the search.</p>
</body></html>"""
CONSENT = """<html><head><title>Before you continue</title></head><body>
<h1>We value your privacy</h1><p>We and our partners store cookies. Accept all?</p>
<button>Accept all</button></body></html>"""
OTHERS = {"wall": WALL, "bare_wall": BARE_WALL, "missing": MISSING, "consent": CONSENT}
