"""Sources of the rules of thumb, each once, for a sentence (`short`) and for a list of references (`full`)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """A source: `short` for a sentence, `full` for the list of references; `doi` empty for a book."""

    short: str
    full: str
    doi: str = ""


TERWEE = Citation(
    "Terwee et al., 2007",
    "Terwee, C. B., Bot, S. D. M., de Boer, M. R., van der Windt, D. A. W. M., Knol, D. L., Dekker, J., Bouter, "
    "L. M., & de Vet, H. C. W. (2007). Quality criteria were proposed for measurement properties of health "
    "status questionnaires. Journal of Clinical Epidemiology, 60(1), 34-42.",
    "10.1016/j.jclinepi.2006.03.012",
)
REISE = Citation(
    "Reise et al., 2013",
    "Reise, S. P., Bonifay, W. E., & Haviland, M. G. (2013). Scoring and modeling psychological measures in the "
    "presence of multidimensionality. Journal of Personality Assessment, 95(2), 129-140.",
    "10.1080/00223891.2012.725437",
)
KAISER = Citation(
    "Kaiser, 1974",
    "Kaiser, H. F. (1974). An index of factorial simplicity. Psychometrika, 39(1), 31-36.",
    "10.1007/BF02291575",
)
LEBRETON = Citation(
    "LeBreton & Senter, 2008",
    "LeBreton, J. M., & Senter, J. L. (2008). Answers to 20 questions about interrater reliability and "
    "interrater agreement. Organizational Research Methods, 11(4), 815-852.",
    "10.1177/1094428106296642",
)
WOEHR = Citation(
    "Woehr et al., 2015",
    "Woehr, D. J., Loignon, A. C., Schmidt, P. B., Loughry, M. L., & Ohland, M. W. (2015). Justifying "
    "aggregation with consensus-based constructs: A review and examination of cutoff values for common "
    "aggregation indices. Organizational Research Methods, 18(4), 704-737.",
    "10.1177/1094428115582090",
)
FERKETICH = Citation(
    "Ferketich, 1991",
    "Ferketich, S. (1991). Focus on psychometrics: Aspects of item analysis. Research in Nursing & Health, "
    "14(2), 165-168.",
    "10.1002/nur.4770140211",
)
HENSELER = Citation(
    "Henseler et al., 2015",
    "Henseler, J., Ringle, C. M., & Sarstedt, M. (2015). A new criterion for assessing discriminant validity in "
    "variance-based structural equation modeling. Journal of the Academy of Marketing Science, 43(1), 115-135.",
    "10.1007/s11747-014-0403-8",
)
FORNELL = Citation(
    "Fornell & Larcker, 1981",
    "Fornell, C., & Larcker, D. F. (1981). Evaluating structural equation models with unobservable variables "
    "and measurement error. Journal of Marketing Research, 18(1), 39-50.",
    "10.1177/002224378101800104",
)
HU = Citation(
    "Hu & Bentler, 1999",
    "Hu, L., & Bentler, P. M. (1999). Cutoff criteria for fit indexes in covariance structure analysis: "
    "Conventional criteria versus new alternatives. Structural Equation Modeling, 6(1), 1-55.",
    "10.1080/10705519909540118",
)
MEADE = Citation(
    "Meade & Craig, 2012",
    "Meade, A. W., & Craig, S. B. (2012). Identifying careless responses in survey data. Psychological Methods, "
    "17(3), 437-455.",
    "10.1037/a0028085",
)
CURRAN = Citation(
    "Curran, 2016",
    "Curran, P. G. (2016). Methods for the detection of carelessly invalid responses in survey data. Journal of "
    "Experimental Social Psychology, 66, 4-19.",
    "10.1016/j.jesp.2015.07.006",
)
JOHNSON = Citation(
    "Johnson, 2005",
    "Johnson, J. A. (2005). Ascertaining the validity of individual protocols from Web-based personality "
    "inventories. Journal of Research in Personality, 39(1), 103-129.",
    "10.1016/j.jrp.2004.09.009",
)
DUNN = Citation(
    "Dunn et al., 2018",
    "Dunn, A. M., Heggestad, E. D., Shanock, L. R., & Theilgard, N. (2018). Intra-individual response "
    "variability as an indicator of insufficient effort responding. Journal of Business and Psychology, 33(1), "
    "105-121.",
    "10.1007/s10869-016-9479-0",
)
HUANG = Citation(
    "Huang et al., 2012",
    "Huang, J. L., Curran, P. G., Keeney, J., Poposki, E. M., & DeShon, R. P. (2012). Detecting and deterring "
    "insufficient effort responding to surveys. Journal of Business and Psychology, 27(1), 99-114.",
    "10.1007/s10869-011-9231-8",
)
POLIT = Citation(
    "Polit et al., 2007",
    "Polit, D. F., Beck, C. T., & Owen, S. V. (2007). Is the CVI an acceptable indicator of content validity? "
    "Appraisal and recommendations. Research in Nursing & Health, 30(4), 459-467.",
    "10.1002/nur.20199",
)
KOO = Citation(
    "Koo & Li, 2016",
    "Koo, T. K., & Li, M. Y. (2016). A guideline of selecting and reporting intraclass correlation coefficients "
    "for reliability research. Journal of Chiropractic Medicine, 15(2), 155-163.",
    "10.1016/j.jcm.2016.02.012",
)
LANDIS = Citation(
    "Landis & Koch, 1977",
    "Landis, J. R., & Koch, G. G. (1977). The measurement of observer agreement for categorical data. "
    "Biometrics, 33(1), 159-174.",
    "10.2307/2529310",
)
