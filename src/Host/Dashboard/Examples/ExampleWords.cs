using Tapir.Activities.Reporting.Page;
using Tapir.Host.Examples;

namespace Tapir.Host.Dashboard.Examples;

/// <summary>How examples are spoken of on the page.</summary>
internal static class ExampleWords
{
    /// <summary>How many were found, of how many.</summary>
    public static string Found(ExamplePage page, ExampleFacets facets)
    {
        string all = $"{Numbers.Count(facets.Total)} {(facets.Total == 1 ? "example" : "examples")}";
        return page.HasMore ? $"more than {Numbers.Count(page.Found)} of {all} found"
            : page.Found == facets.Total ? all
            : $"{Numbers.Count(page.Found)} of {all} found";
    }

    public static string Name(ExampleKind kind) => kind switch
    {
        ExampleKind.Pool => "judged",
        ExampleKind.New => "new",
        _ => "held out",
    };

    /// <summary>A score, with as many decimals as it needs.</summary>
    public static string Score(double? score) => score is { } value ? Numbers.Fixed(value, value % 1 == 0 ? 0 : 1) : "–";
}
