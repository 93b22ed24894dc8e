"""Paper: outline (what stands where), drawing by ReportLab, signatures by pyHanko. Leaves every rule to supervision."""
