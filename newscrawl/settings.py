"""Only settings that differ from Scrapy's, each with its reason."""

from scrapy.settings import default_settings

BOT_NAME = "newscrawl"
SPIDER_MODULES = ["newscrawl.spiders"]
SPIDER_LOADER_CLASS = "newscrawl.spiders.loader.Spiders"
NEWSPIDER_MODULE = "newscrawl.spiders"
COMMANDS_MODULE = "newscrawl.commands"

# Whether lines of articles have `text_html` too: links, lists, quotes and headings of the text.
ARTICLE_HTML = False

# Ours. OUTPUT_DIR/<site>/ gets the feeds and the ledger of each site.
OUTPUT_DIR = "output"
# Sites and comment engines of your own: dotted modules, or folders whose .py files are loaded.
# Those of installed packages (entry points newscrawl.sites, newscrawl.engines) need no setting.
SITE_MODULES: list[str] = []
ENGINE_MODULES: list[str] = []
# "gzip" or "zstd" compresses the files; each commit is a member of its own, so a file cut short
# stays valid.
OUTPUT_COMPRESSION = ""
# "warc": what servers answer is kept in <run>-pages.warc.gz beside the lines (needs the extra
# `archive`), up to so many MiB in a run; 0: any number.
KEEP_PAGES = "no"
KEEP_PAGES_MIB = 4096
# A payload that an earlier run of the outlet has kept is only referred to: less disk, but what is
# moved away is then lacked by later files, too.
KEEP_PAGES_ONCE = False
# With KEEP_PAGES: a screenshot of each page that a browser opened, its thread open, too.
KEEP_SCREENSHOTS = False
# The share of a run's declared comments that must be collected; otherwise the exit status says so.
MIN_COMPLETENESS = 0.98
# The share of the articles found in a run that must be read; otherwise the exit status says so.
MIN_READ = 1.0
# The URL to which alarms are POSTed as JSON; empty: none.
ALARM_WEBHOOK = ""
# Addresses of Apprise (mailto://, tgram://, ...) that get a fleet's digest; needs its extra.
NOTIFY_URLS: list[str] = []
# Several machines visit the outlets of one fleet: their database (postgresql://user@host/name) and
# their store (a folder that all share, or s3://bucket/path). Empty: this machine alone.
FLEET_DATABASE = ""
FLEET_STORE = ""
# Seconds for which a machine holds an outlet without being heard of, and between two moments at
# which what is written counts for all machines.
FLEET_LEASE = 180
FLEET_CHECKPOINT = 60
# When known articles and threads are revisited, by the article's age: (younger than, visit every,
# read in full every). A visit reads a thread newest first, down to the first known comment.
# Intervals of 3 hours or more are doubled, at most twice, while nothing new is found.
# Sources are read only this often, provided that every run reads a feed of the site.
REVISIT = {
    "threads": [
        ("6h", "1h", "8h"),
        ("1d", "2h", "8h"),
        ("4d", "3h", "18h"),
        ("7d", "1d", "3d"),
        ("30d", "4d", "12d"),
        ("90d", "14d", "28d"),
    ],
    "articles": [("1d", "4h"), ("7d", "1d"), ("30d", "5d"), ("90d", "30d")],
    "sources": {"RobotsTxt": "6h", "FrontPage": "6h", "Sitemap": "3h"},
}
# A longer thread is cut, and reported as cut.
MAX_COMMENTS_PER_ARTICLE = 50_000
# Whether pages that declare no comments are opened in the browser: "always", "never", or "learned":
# no longer where that brought nothing on ten pages of a kind in a row, but for one page in twenty.
BROWSER = "learned"
# What the scripts of a rendered page may load: "page" allows whatever the page shows a reader;
# "strict" applies robots.txt to these requests too, and reports such threads as blocked.
BROWSER_ROBOTS = "page"
# The longest time one page may stay open.
BROWSER_PAGE_SECONDS = 120
# A browser is replaced, between pages, at whichever limit it reaches first: browsers leak memory
# (4 to 18 GB over 700 pages have been seen).
BROWSER_MAX_PAGES = 200
BROWSER_MAX_MINUTES = 30
BROWSER_MAX_MIB = 1500  # PSS of driver and browser; four tabs of heavy pages take about 900
# A run is ended if no request is answered, none fails and nothing is written for this long.
# It is longer than three tries of a page that never loads.
WATCHDOG_SECONDS = 900
# A run is ended, its work saved, after so long, however much it moves; 0: never.
RUN_SECONDS = 0
# Comment engines (by name) to leave unused; `generic` reads systems without an engine of their own.
COMMENT_ENGINES_OFF: list[str] = []

# `host:port` of further loopback servers that a crawl of a loopback site may open, such as a test
# setup's widget. All other non-public addresses are refused, except base_url, url and urls.
LOCAL_ADDRESSES: list[str] = []
# Limits for endless lists and for sitemap indexes that list themselves: pages after the first one,
# and sitemaps, feeds and lists in a whole run.
MAX_SOURCE_DEPTH = 100
MAX_SOURCES = 5_000
# Scrapy drops long addresses without a word. A server that takes none says so (414), which counts.
URLLENGTH_LIMIT = 0

# The web archive of `archive=wayback`: its CDX server, and below which address it replays; and the
# servers of `archive=cc-news` and `discover=`. Another archive, or one's own, has other ones.
ARCHIVE_CDX = "https://web.archive.org/cdx/search/cdx"
ARCHIVE_REPLAY = "https://web.archive.org/web/"
ARCHIVE_CC = "https://data.commoncrawl.org/"
ARCHIVE_CC_INDEX = "https://index.commoncrawl.org/collinfo.json"
ARCHIVE_GDELT = "https://api.gdeltproject.org/api/v2/doc/doc"

# Manners. Set CONTACT to an address where a site owner can reach you, and USER_AGENT_URL to a page
# about your crawl, if there is one: both go into the user agent (agent.py). USER_AGENT replaces it.
CONTACT = ""
USER_AGENT_URL = ""
ROBOTSTXT_OBEY = True  # Scrapy's default is False
DOWNLOADER_MIDDLEWARES = {
    "newscrawl.middlewares.archived.Archived": 10,  # what an archive answers is asked of nobody
    "newscrawl.middlewares.writes.NoWrites": 80,  # what is not asked for costs no robots.txt
    "newscrawl.middlewares.remembered.Remembered": 90,  # what is not due costs no robots.txt
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newscrawl.middlewares.robots.Robots": 100,  # Scrapy's place for it
    "newscrawl.middlewares.hosts.Hosts": 110,  # a request that robots.txt forbids costs no budget
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "newscrawl.middlewares.retry.Retry": 550,  # Scrapy's place for it
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "newscrawl.middlewares.refresh.Refresh": 580,  # Scrapy's place for it
    "newscrawl.middlewares.bot_walls.BotWalls": 583,  # before what follows it or asks again
    "newscrawl.middlewares.charset.Charset": 585,  # between decompression and meta redirects
    "newscrawl.middlewares.cookies.RedirectCookies": 700,  # Scrapy's place for cookies
    "newscrawl.middlewares.kept.Kept": 950,  # next to the network: answers as they were served
}
ROBOTSTXT_USER_AGENT = "newscrawl"
# One request at a time per host, a second apart; slower if the server is slow.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Scrapy makes as many tasks for each answer (its default is 100), and most bring one item or none.
CONCURRENT_ITEMS = 8
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0  # it would undercut the second
AUTOTHROTTLE_ENABLED = True
# The longest Retry-After (seconds, on 429 or 503) that a run waits; a longer one is left to a later
# run.
RETRY_AFTER_MAX = 300
# Requests per host and day (UTC) over all runs; at the limit the run ends. 0 for any number.
HOST_BUDGET_PER_DAY = 0
# Seconds for which a host is left alone after failing in two runs, doubled with each further
# failed run up to a day; 0 to try it every time.
HOST_BACK_OFF = 1800
COOKIES_ENABLED = False  # the browser keeps its own; a redirect gets those that it sets

# Safety: no outside access to the running crawl, and no schemes but http and https.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy's default is False
DOWNLOAD_HANDLERS = {
    "http": "newscrawl.browser.handler.Handler",
    "https": "newscrawl.browser.handler.Handler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# Bounds for plain requests; the browser has its own in browser/watch.py and document.py.
TWISTED_DNS_RESOLVER = "scrapy.resolver.CachingHostnameResolver"  # Scrapy's default: IPv4 only
DOWNLOAD_TIMEOUT = 45  # default 180
DOWNLOAD_MAXSIZE = 16 * 2**20  # default 1 GiB; sitemaps ask for 64 MiB in their requests
METAREFRESH_MAXDELAY = 10  # default 100; a page that moves on later is there to be read
REDIRECT_MAX_TIMES = 8  # default 20; http to https, a new host and a login make three
# Bytes of answers that wait to be read, or are; default 5 MB: a long sitemap would stop all others.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 96 * 2**20
DOWNLOAD_WARNSIZE = 0  # the limit is enough

# Browser. Four tabs were the fastest on two cores.
PLAYWRIGHT_LAUNCH_OPTIONS = {
    "args": [
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--mute-audio",
    ]
}
PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT = 25_000
PLAYWRIGHT_DOWNLOAD_TIMEOUT = 5_000
PLAYWRIGHT_MAX_PAGES_PER_CONTEXT = 4  # tabs in all: each has a context of its own

# Scrapy would parse the source of a callback for each page; here mypy tells of such a return.
WARN_ON_GENERATOR_RETURN_VALUE = False
# Next to the spider, so that they see its output and its exceptions first.
SPIDER_MIDDLEWARES = {
    "newscrawl.middlewares.disk.Disk": 1000,
    "newscrawl.middlewares.reading.Reading": 1001,
}
ITEM_PIPELINES = {
    "newscrawl.pipelines.validate.Validate": 100,
    "newscrawl.pipelines.dates.Dates": 200,
    "newscrawl.pipelines.dedupe.Dedupe": 900,
}
# Scrapy loads what is listed here even where it is off, and this one brings a whole web server into
# each crawl.
EXTENSIONS_BASE = {
    name: place
    for name, place in default_settings.EXTENSIONS_BASE.items()
    if name != "scrapy.extensions.remote_control.RemoteControl"
}
EXTENSIONS = {
    "newscrawl.extensions.feeds.Feeds": 0,  # Scrapy's place for it
    "scrapy.extensions.feedexport.FeedExporter": None,  # Feeds replaces it: exactly once
    "newscrawl.extensions.crawl_delay.Throttle": 100,
    "scrapy.extensions.throttle.AutoThrottle": None,  # Throttle replaces it, with Crawl-delay
    "newscrawl.extensions.meter.Meter": 400,
    "newscrawl.extensions.progress.Progress": 500,
    "newscrawl.extensions.watchdog.Watchdog": 0,
    "scrapy.extensions.logstats.LogStats": None,  # Progress replaces it
}
# A user's own feeds are still written by Scrapy.
FEED_STORAGES = {"": "newscrawl.state.storage.Storage", "file": "newscrawl.state.storage.Storage"}
FEED_EXPORT_ENCODING = "utf-8"

LOG_FORMATTER = "newscrawl.net.logs.KeylessLog"  # URLs may hold keys of comment systems
LOG_LEVEL = "WARNING"  # a crawl that goes well prints only its summary
