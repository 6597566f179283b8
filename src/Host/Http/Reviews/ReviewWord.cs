using System.ComponentModel;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Http.Reviews;

/// <summary>What a person says of a sample.</summary>
internal sealed record ReviewWord
{
    [Description("approve or reject.")]
    public ReviewVerdict? Verdict { get; init; }

    [Description("Why; it is kept in the report.")]
    public string? Note { get; init; }

    [Description("The round that was looked at; where it is another now, the answer is refused.")]
    public int? Round { get; init; }

    [Description("Who says so; the name of the key where it is left out.")]
    public string? By { get; init; }
}
