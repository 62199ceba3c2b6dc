"""Only what differs from Scrapy, each with its reason."""

BOT_NAME = "newscrawl"
SPIDER_MODULES = ["newscrawl.spiders"]
SPIDER_LOADER_CLASS = "newscrawl.spiders.loader.Spiders"
NEWSPIDER_MODULE = "newscrawl.spiders"
COMMANDS_MODULE = "newscrawl.commands"

# Ours. OUTPUT_DIR/<site>/ gets the feeds and the ledger of each site.
OUTPUT_DIR = "output"
# Sites and comment engines of your own: dotted modules, or folders whose .py files are loaded.
# Those of installed packages (entry points newscrawl.sites, newscrawl.engines) need no setting.
SITE_MODULES: list[str] = []
ENGINE_MODULES: list[str] = []
# "gzip" or "zstd" packs the files; each commit is a member of its own, so a cut file stays valid.
OUTPUT_COMPRESSION = ""
# Of all declared comments of a run, the share that must be there, else the exit status says so.
MIN_COMPLETENESS = 0.98
# Of all articles found in a run, the share that must be read, else the exit status says so.
MIN_READ = 1.0
# Where alarms are sent to as JSON, by POST; empty: nowhere.
ALARM_WEBHOOK = ""
# When known articles and threads are visited again, by the age of the article: (younger than,
# visited every, read in full every). A thread that is only visited is read newest first, up to what
# is known. Intervals of 3 hours and more are doubled, at most twice, while nothing new is found.
# Sources may rest so long while a feed of the site is read in every run.
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
# A thread beyond this is cut, and said to be.
MAX_COMMENTS_PER_ARTICLE = 50_000
# What the scripts of a rendered page may load: "page" lets it load what it shows a reader,
# "strict" holds these requests to robots.txt too and reports such threads as blocked.
BROWSER_ROBOTS = "page"
# Longest time one page may stay open.
BROWSER_PAGE_SECONDS = 120
# A browser is replaced, between pages, by whichever comes first: living browsers leak (LESSONS,
# what users ask for: 1-4), 4 to 18 GB in 700 pages were seen.
BROWSER_MAX_PAGES = 200
BROWSER_MAX_MINUTES = 30
BROWSER_MAX_MIB = 1500  # PSS of driver and browser; four tabs of heavy pages take about 900
# A run in which nothing was answered, failed or written for so long is ended, whatever hangs.
# Longer than three tries of a page that never loads.
WATCHDOG_SECONDS = 900
# Comment engines (by name) that are not used; `generic` reads systems nobody wrote a file for.
COMMENT_ENGINES_OFF: list[str] = []

# `host:port` of further loopback servers that a crawl of a loopback site may open, as a widget's
# in a laboratory. All other addresses that are not public are refused, but for base_url, url, urls.
LOCAL_ADDRESSES: list[str] = []
# A list that pages on without end, an index of sitemaps that lists itself: pages behind a first
# one, and sitemaps, feeds and lists of a whole run.
MAX_SOURCE_DEPTH = 100
MAX_SOURCES = 5_000

# Manners. Set CONTACT to an address where a site owner reaches you, and USER_AGENT_URL to a page
# about your crawl, if there is one: both go into the user agent (agent.py). USER_AGENT replaces it.
CONTACT = ""
USER_AGENT_URL = ""
ROBOTSTXT_OBEY = True  # Scrapy's default is False
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newscrawl.middlewares.robots.Robots": 100,  # Scrapy's place for it
    "newscrawl.middlewares.hosts.Hosts": 110,  # what robots.txt forbids costs no budget
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "newscrawl.middlewares.retry.Retry": 550,  # Scrapy's place for it
    "newscrawl.middlewares.charset.Charset": 585,  # between decompression and meta redirects
}
ROBOTSTXT_USER_AGENT = "newscrawl"
# One request at a time per host, a second apart; slower when the server struggles.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
# A busy host (429, 503) may ask for so many seconds; one that asks for more is left to a later run.
RETRY_AFTER_MAX = 300
# Requests a host gets on one day (UTC) from all runs; 0 for any number. Then the run ends.
HOST_BUDGET_PER_DAY = 0
# Seconds for which a host is left alone that failed in two runs, doubled with each further one up
# to a day; 0 to ask it every time.
HOST_BACK_OFF = 1800
COOKIES_ENABLED = False  # the browser keeps its own, per context

# Safety: no way to run code in the crawl from outside, no schemes we never fetch.
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

# Bounds for plain requests; the browser has its own in browser/thread.py.
DOWNLOAD_TIMEOUT = 45  # default 180
DOWNLOAD_MAXSIZE = 16 * 2**20  # default 1 GiB; sitemaps ask for 64 MiB in their requests
REDIRECT_MAX_TIMES = 8  # default 20; http to https, a new host and a login make three
DOWNLOAD_WARNSIZE = 0  # the limit speaks for itself

# Browser. Four tabs were the fastest on two cores (LESSONS).
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
PLAYWRIGHT_MAX_CONTEXTS = 2
PLAYWRIGHT_MAX_PAGES_PER_CONTEXT = 4

# Next to the spider: before any other sees the exception.
SPIDER_MIDDLEWARES = {"newscrawl.middlewares.disk.Disk": 1000}
ITEM_PIPELINES = {
    "newscrawl.pipelines.validate.Validate": 100,
    "newscrawl.pipelines.dates.Dates": 200,
    "newscrawl.pipelines.dedupe.Dedupe": 900,
}
EXTENSIONS = {
    "newscrawl.extensions.feeds.Feeds": 0,  # Scrapy's place for it
    "scrapy.extensions.feedexport.FeedExporter": None,  # Feeds is it, exactly once
    "newscrawl.extensions.crawl_delay.Throttle": 100,
    "scrapy.extensions.throttle.AutoThrottle": None,  # Throttle is it, with Crawl-delay
    "newscrawl.extensions.meter.Meter": 400,
    "newscrawl.extensions.progress.Progress": 500,
    "newscrawl.extensions.watchdog.Watchdog": 0,
    "scrapy.extensions.logstats.LogStats": None,  # progress.Progress says it better
}
# A user's own files stay Scrapy's.
FEED_STORAGES = {"": "newscrawl.state.storage.Storage", "file": "newscrawl.state.storage.Storage"}
FEED_EXPORT_ENCODING = "utf-8"

LOG_FORMATTER = "newscrawl.net.logs.KeylessLog"  # keys of comment systems stand in URLs
LOG_LEVEL = "WARNING"  # a crawl that goes well has nothing to say but its summary
