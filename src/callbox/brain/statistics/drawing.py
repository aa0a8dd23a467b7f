"""Means of which some rest on little: each drawn towards what is known of more, as far as it may be chance."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def drawn(mean: Floats, weight: Floats, *, towards: Floats, within: float) -> Floats:
    """Each mean between itself and what it is drawn towards: what was seen of it against the scatter between them.

    `weight` is how much was seen of each, 0 where nothing was; `within` the variance of one unit of weight. Trust is
    between x weight / (between x weight + within): Buehlmann and Straub, "Glaubwuerdigkeit fuer Schadensaetze", Mitteilungen
    der Vereinigung schweizerischer Versicherungsmathematiker 70 (1970) 111-133. The scatter between them is estimated by
    moments: what they differ beyond the noise (DerSimonian, Laird, "Meta-analysis in clinical trials", Controlled Clinical
    Trials 7 (1986)).
    """
    seen = weight > 0
    if not seen.any():
        return np.array(towards)
    apart = (weight[seen] * (mean[seen] - towards[seen]) ** 2).sum() - within * (seen.sum() - 1)
    size = weight[seen].sum() - (weight[seen] ** 2).sum() / weight[seen].sum()
    between = max(float(apart / size), 0.0) if size > 0 else 0.0
    if not between:
        return np.array(towards, np.float64)
    trust = between * weight / (between * weight + within)
    return towards + trust * (np.where(seen, mean, towards) - towards)
