namespace Tapir.Models.ChatTemplates.Values;

/// <summary>A dictionary with text keys, in order of insertion.</summary>
internal sealed class TemplateMap : OrderedDictionary<string, object?>
{
    public TemplateMap()
        : base(StringComparer.Ordinal)
    {
    }
}
