"""Sources on raters and experts, each once; those of all else are in `literature`."""

from psychometrics.literature import Citation

SHROUT = Citation(
    "Shrout & Fleiss, 1979",
    "Shrout, P. E., & Fleiss, J. L. (1979). Intraclass correlations: Uses in assessing rater reliability. "
    "Psychological Bulletin, 86(2), 420-428.",
    "10.1037/0033-2909.86.2.420",
)
COHEN_KAPPA = Citation(
    "Cohen, 1960",
    "Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement, "
    "20(1), 37-46.",
    "10.1177/001316446002000104",
)
COHEN_WEIGHTED = Citation(
    "Cohen, 1968",
    "Cohen, J. (1968). Weighted kappa: Nominal scale agreement provision for scaled disagreement or partial credit. "
    "Psychological Bulletin, 70(4), 213-220.",
    "10.1037/h0026256",
)
FLEISS_ERRORS = Citation(
    "Fleiss et al., 1969",
    "Fleiss, J. L., Cohen, J., & Everitt, B. S. (1969). Large sample standard errors of kappa and weighted kappa. "
    "Psychological Bulletin, 72(5), 323-327.",
    "10.1037/h0028106",
)
FLEISS = Citation(
    "Fleiss, 1971",
    "Fleiss, J. L. (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin, "
    "76(5), 378-382.",
    "10.1037/h0031619",
)
CONGER = Citation(
    "Conger, 1980",
    "Conger, A. J. (1980). Integration and generalization of kappas for multiple raters. Psychological Bulletin, "
    "88(2), 322-328.",
    "10.1037/0033-2909.88.2.322",
)
LIGHT = Citation(
    "Light, 1971",
    "Light, R. J. (1971). Measures of response agreement for qualitative data: Some generalizations and alternatives. "
    "Psychological Bulletin, 76(5), 365-377.",
    "10.1037/h0031643",
)
KRAEMER = Citation(
    "Kraemer, 1980",
    "Kraemer, H. C. (1980). Extension of the kappa coefficient. Biometrics, 36(2), 207-216.",
    "10.2307/2529972",
)
HAYES = Citation(
    "Hayes & Krippendorff, 2007",
    "Hayes, A. F., & Krippendorff, K. (2007). Answering the call for a standard reliability measure for coding data. "
    "Communication Methods and Measures, 1(1), 77-89.",
    "10.1080/19312450709336664",
)
KRIPPENDORFF = Citation(
    "Krippendorff, 2004",
    "Krippendorff, K. (2004). Reliability in content analysis: Some common misconceptions and recommendations. Human "
    "Communication Research, 30(3), 411-433.",
    "10.1111/j.1468-2958.2004.tb00738.x",
)
KENDALL = Citation(
    "Kendall & Babington Smith, 1939",
    "Kendall, M. G., & Babington Smith, B. (1939). The problem of m rankings. The Annals of Mathematical Statistics, "
    "10(3), 275-287.",
    "10.1214/aoms/1177732186",
)
AIKEN = Citation(
    "Aiken, 1985",
    "Aiken, L. R. (1985). Three coefficients for analyzing the reliability and validity of ratings. Educational and "
    "Psychological Measurement, 45(1), 131-142.",
    "10.1177/0013164485451012",
)
PENFIELD = Citation(
    "Penfield & Giacobbi, 2004",
    "Penfield, R. D., & Giacobbi, P. R. (2004). Applying a score confidence interval to Aiken's item content-relevance "
    "index. Measurement in Physical Education and Exercise Science, 8(4), 213-225.",
    "10.1207/s15327841mpee0804_3",
)
LAWSHE = Citation(
    "Lawshe, 1975",
    "Lawshe, C. H. (1975). A quantitative approach to content validity. Personnel Psychology, 28(4), 563-575.",
    "10.1111/j.1744-6570.1975.tb01393.x",
)
AYRE = Citation(
    "Ayre & Scally, 2014",
    "Ayre, C., & Scally, A. J. (2014). Critical values for Lawshe's content validity ratio: Revisiting the original "
    "methods of calculation. Measurement and Evaluation in Counseling and Development, 47(1), 79-86.",
    "10.1177/0748175613513808",
)
