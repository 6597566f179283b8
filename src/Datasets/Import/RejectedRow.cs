namespace Tapir.Datasets.Import;

/// <summary>A row that was set aside.</summary>
/// <param name="File">The file it is in, as it was named.</param>
/// <param name="Line">Where it begins, 1-based.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Row">Its text, at most the first 2,000 characters.</param>
public sealed record RejectedRow(string File, int Line, string Reason, string Row);
