"""Starts warcprox, which by itself records nothing from this machine."""

from warcprox.main import main
from warcprox.warcproxy import WarcProxyHandler

WarcProxyHandler.allow_localhost = True
main()
