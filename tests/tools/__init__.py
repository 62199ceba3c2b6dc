"""What is run by hand: benchmarks, fuzzing, a trace of one article."""
