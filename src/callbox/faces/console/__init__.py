"""The console: plain pages for those who take calls, send units and follow cases."""
