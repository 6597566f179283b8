using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary>A part of a template that has a value.</summary>
internal abstract class Expression(int line)
{
    public int Line => line;

    /// <exception cref="ChatTemplateException">It has none; the message names the line.</exception>
    public object? Value(TemplateRun run)
    {
        try
        {
            run.Enter();
            object? value = Evaluate(run);
            run.Leave();
            run.Charge(1 + (value switch { string text => text.Length >> 6, List<object?> list => list.Count >> 4, _ => 0 }));
            return value;
        }
        catch (TemplateFault fault)
        {
            throw fault.At(line);
        }
    }

    protected abstract object? Evaluate(TemplateRun run);
}
