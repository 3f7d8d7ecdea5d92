# Runs the R calls that Barograph prints, word for word, on a file of this folder, and writes what they give.
#   Rscript r_calls/run.R SETUP CALLS RESULTS       (from tests/reference)
# SETUP is an R file that reads the data and names what the calls speak of; CALLS is a JSON list of texts, each one or
# several expressions, of which assignments are not told. RESULTS lists for each text {"values": [...]} or {"error": "..."}.
# No package is attached: a call that is printed without its package would not run for a reader either.
source("scripts/encode.R")
unbox <- jsonlite::unbox
options(warn = 1, mc.cores = 1, stringsAsFactors = FALSE)
paths <- commandArgs(trailingOnly = TRUE)
calls <- jsonlite::fromJSON(paths[2])
place <- new.env()
sys.source(paths[1], place, keep.source = FALSE)
given <- function(expression, place) {
  if (assigns(expression)) return(suppressWarnings(suppressMessages({ eval(expression, place); NULL })))
  value <- suppressWarnings(suppressMessages(eval(expression, place)))
  enc(value)
}
assigns <- function(expression) is.call(expression) && identical(expression[[1]], as.name("<-"))
one <- function(text) {
  own <- new.env(parent = place)
  tryCatch({
    set.seed(1)
    expressions <- as.list(parse(text = text))
    capture.output(values <- lapply(expressions, given, own))
    list(values = values[!vapply(expressions, assigns, NA)])
  }, error = function(e) list(error = unbox(conditionMessage(e))))
}
results <- lapply(calls, one)
text <- jsonlite::toJSON(results, auto_unbox = TRUE, digits = NA, na = "null", null = "null", matrix = "rowmajor", force = TRUE)
writeLines(text, paths[3])
