namespace Tapir.Models.ChatTemplates.Values;

/// <summary>A list that Python writes in round brackets.</summary>
internal sealed class TemplateTuple(IEnumerable<object?> items) : List<object?>(items);
