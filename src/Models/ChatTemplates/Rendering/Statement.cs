using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary>A part of a template that does something.</summary>
internal abstract class Statement(int line)
{
    /// <exception cref="ChatTemplateException">It cannot; the message names the line.</exception>
    public Flow Run(TemplateRun run)
    {
        try
        {
            run.Charge(1);
            return Execute(run);
        }
        catch (TemplateFault fault)
        {
            throw fault.At(line);
        }
    }

    protected abstract Flow Execute(TemplateRun run);
}
