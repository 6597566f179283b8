using Tapir.Models.ChatTemplates.Rendering;

namespace Tapir.Models.ChatTemplates.Values;

/// <summary>A function, method or macro.</summary>
internal sealed record Callable(string Name, Func<TemplateRun, Arguments, object?> Call);
