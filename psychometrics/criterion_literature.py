"""Sources on correlations with other variables, each once; those of all else are in `literature`."""

from psychometrics.literature import Citation

DEVLIN = Citation(
    "Devlin et al., 1975",
    "Devlin, S. J., Gnanadesikan, R., & Kettenring, J. R. (1975). Robust estimation and outlier detection with "
    "correlation coefficients. Biometrika, 62(3), 531-545.",
    "10.1093/biomet/62.3.531",
)
CROUX = Citation(
    "Croux & Dehon, 2010",
    "Croux, C., & Dehon, C. (2010). Influence functions of the Spearman and Kendall correlation measures. "
    "Statistical Methods & Applications, 19(4), 497-515.",
    "10.1007/s10260-010-0142-z",
)
STEIGER = Citation(
    "Steiger, 1980",
    "Steiger, J. H. (1980). Tests for comparing elements of a correlation matrix. Psychological Bulletin, 87(2), "
    "245-251.",
    "10.1037/0033-2909.87.2.245",
)
HOLM = Citation(
    "Holm, 1979",
    "Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics, "
    "6(2), 65-70.",
)
