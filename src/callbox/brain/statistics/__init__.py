from .durations import Summary, quantile, summary, table

__all__ = ["Summary", "quantile", "summary", "table"]
