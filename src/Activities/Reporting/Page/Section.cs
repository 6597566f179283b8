namespace Tapir.Activities.Reporting.Page;

/// <summary>One section of the page.</summary>
/// <param name="Id">Fragment to link to.</param>
/// <param name="Title">Its heading, and its name in the contents.</param>
/// <param name="Lead">What one sees in it, in a sentence or two.</param>
/// <param name="Body">Its content.</param>
internal sealed record Section(string Id, string Title, string Lead, Markup Body)
{
    public Markup ToMarkup() => Markup.Of(
        $"""
        <section id="{Id}" aria-labelledby="{Id}-title">
        <h2 id="{Id}-title">{Title}</h2>
        <p class="lead">{Lead}</p>
        {Body}</section>

        """);
}
