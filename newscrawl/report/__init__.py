"""The report: figures from the lines of output, drawn into one page that needs no network."""
