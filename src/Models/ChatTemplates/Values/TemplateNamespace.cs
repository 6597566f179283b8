namespace Tapir.Models.ChatTemplates.Values;

/// <summary>What <c>namespace()</c> gives: the only thing whose members can be set, so that a loop can tell what comes after it something.</summary>
internal sealed class TemplateNamespace
{
    public TemplateMap Members { get; } = [];
}
