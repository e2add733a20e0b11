"""A cohort at once: the rule base as Polars expressions over one column per fact."""
