"""Dates, times and durations."""

from .kinds import Date, DateTime, DaysTime, Time, YearsMonths

__all__ = ["Date", "DateTime", "DaysTime", "Time", "YearsMonths"]
