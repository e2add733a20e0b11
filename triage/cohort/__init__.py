"""Tables of cases in and out: CSV, NDJSON, Parquet, Arrow, Spark."""
