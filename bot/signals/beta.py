"""The Beta distribution, by column."""

import numpy as np

from bot.signals.record import Floats

STEPS = 300
TINY = 1e-300
# Lanczos' coefficients for g = 7.
G = 7.0
LANCZOS = (
    *(0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313),
    *(-176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6),
    1.5056327351493116e-7,
)


def below(a: Floats, b: Floats, x: Floats) -> Floats:
    """The probability of less than `x`: the regularised incomplete beta function.

    The continued fraction of Abramowitz and Stegun 26.5.8, by Lentz's method, on the side where it
    converges fast.
    """
    turned = x > (a + 1) / (a + b + 2)
    first, second = np.where(turned, b, a), np.where(turned, a, b)
    share = np.clip(np.where(turned, 1 - x, x), 1e-12, 1 - 1e-12)
    front = log_gamma(a + b) - log_gamma(a) - log_gamma(b)
    front = front + first * np.log(share) + second * np.log1p(-share)
    found = np.exp(front) * _fraction(first, second, share) / first
    below_x: Floats = np.where(turned, 1 - found, found)
    return below_x


def _fraction(a: Floats, b: Floats, x: Floats) -> Floats:
    c = np.ones_like(x)
    d = 1 / _apart(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / _apart(1 + even * d), _apart(1 + even / c)
        value = value * d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / _apart(1 + odd * d), _apart(1 + odd / c)
        value = value * d * c
        if np.all(np.abs(d * c - 1) < 1e-12):
            break
    return value


def _apart(value: Floats) -> Floats:
    """Away from zero, which it is about to divide."""
    return np.where(np.abs(value) < TINY, TINY, value)


def log_gamma(x: Floats) -> Floats:
    """ln Gamma(x) for x > 0."""
    y = x - 1
    total = np.full_like(y, LANCZOS[0])
    for number, coefficient in enumerate(LANCZOS[1:], start=1):
        total = total + coefficient / (y + number)
    t = y + G + 0.5
    found: Floats = 0.5 * np.log(2 * np.pi) + (y + 0.5) * np.log(t) - t + np.log(total)
    return found
