using Tapir.Models.ChatTemplates.Rendering;
using Tapir.Models.ChatTemplates.Syntax;
using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates;

/// <summary>A chat template as checkpoints have them, in Jinja, rendered as transformers does. Thread-safe.</summary>
/// <remarks>An interpreter of our own, because no .NET library that can be had reads Jinja. It knows the subset that chat templates use; what it does not know
/// is an error with its line, never something else rendered. Whatever a template does, it ends within <see cref="TemplateLimits"/>.</remarks>
internal sealed class JinjaTemplate
{
    // Larger than any that anybody has.
    private const int Longest = 1 << 20;
    private readonly Statement body;
    private readonly TemplateLimits limits;

    private JinjaTemplate(Statement body, TemplateLimits limits)
    {
        this.body = body;
        this.limits = limits;
    }

    /// <exception cref="ChatTemplateException">Not a template, or one with a construct that is not rendered.</exception>
    public static JinjaTemplate Read(string template, TemplateLimits limits) => template.Length <= Longest
        ? new JinjaTemplate(TemplateParser.Read(template), limits)
        : throw new ChatTemplateException($"chat template: {template.Length} characters are more than the {Longest} that a template may have.");

    /// <param name="names">What the template finds: messages, tokens, switches.</param>
    /// <exception cref="ChatTemplateException">The template refuses what it was given, does what is not rendered, or costs too much.</exception>
    public string Render(IEnumerable<KeyValuePair<string, object?>> names)
    {
        Scope globals = new(null);
        foreach ((string name, object? value) in names)
        {
            globals.Set(name, value);
        }

        TemplateRun run = new(limits, new Scope(globals));
        body.Run(run);
        return run.Output;
    }
}
