"""The lead→sale model: how likely a lead becomes a sale, and what quality, handling and time did to that."""

from __future__ import annotations

from smmfunnel.analysis.leadsale.fitting import fit
from smmfunnel.analysis.leadsale.model import DRAWS, LeadSale, Place, SaleModel, Terms

__all__ = ["DRAWS", "LeadSale", "Place", "SaleModel", "Terms", "fit"]
