using System.Globalization;

namespace Tapir.Host.Examples;

/// <summary>Says why an example was selected or not.</summary>
/// <param name="Threshold">Gap above which an example is hard.</param>
internal sealed record SelectionReason(double Threshold, string Planner)
{
    public string Of(ExampleRow row) => row.ItsKind switch
    {
        ExampleKind.HeldOut => "Held out: students are measured on it and never trained on it.",
        ExampleKind.New => row.Weight is null
            ? "New in this round; the training set had no room for it, or its instruction was there already."
            : $"New in this round{(row.Parent is null ? "" : ", written after one that the student failed")}, and trained on.",
        _ => $"{Judged(row)}{Fate(row)}",
    };

    private string Judged(ExampleRow row) => row.Gap is { } gap
        ? string.Create(CultureInfo.InvariantCulture, $"The gap of {gap:0.##} is {(gap > Threshold ? "above" : "not above")} {Threshold:0.##}")
        : "The judge gave no score";

    private string Fate(ExampleRow row) => (row.Selected != 0, row.Weight) switch
    {
        (true, not null) => $"{ByPlanner(row)}: selected, and trained on again.",
        (true, null) => $"{ByPlanner(row)}: selected, but the round's share of hard examples had no room for it.",
        _ when row.Gap > Threshold => $", but the planner '{Planner}' did not choose it.",
        _ => ": not selected.",
    };

    // Another planner than the method's may choose by other means than the gap.
    private string ByPlanner(ExampleRow row) => row.Gap > Threshold ? "" : $", the planner '{Planner}' chose it all the same";
}
