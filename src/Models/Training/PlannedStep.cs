namespace Tapir.Models.Training;

/// <summary>One step: its rows in order, and the tokens trained on when it is done. Epoch and Position say where in the data it ends.</summary>
internal sealed record PlannedStep(IReadOnlyList<PlannedRow> Rows, long TokensAfter, int Epoch, int Position);
