using System.Text;
using Tapir.Models.ChatTemplates.Values;

namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary>One rendering: its names, its output, and what it has cost so far.</summary>
internal sealed class TemplateRun(TemplateLimits limits, Scope globals)
{
    private StringBuilder output = new();
    private long steps;
    private int depth;

    public Scope Scope { get; private set; } = globals;

    public string Output => output.ToString();

    /// <exception cref="TemplateFault">The template has taken all the steps that it may.</exception>
    public void Charge(long cost)
    {
        steps += cost;
        if (steps > limits.Steps)
        {
            throw new TemplateFault($"rendering takes more than the {limits.Steps} steps allowed; is there a loop without end?");
        }
    }

    /// <exception cref="TemplateFault">Too many calls or parts of an expression are within each other.</exception>
    public void Enter()
    {
        if (++depth > limits.Depth)
        {
            throw new TemplateFault($"calls and expressions are more than {limits.Depth} levels deep");
        }
    }

    public void Leave() => depth--;

    /// <exception cref="TemplateFault">The output is longer than allowed.</exception>
    public void Write(string text)
    {
        Charge(1 + (text.Length >> 6));
        output.Append(text);
        if (output.Length > limits.Length)
        {
            throw new TemplateFault($"what is rendered is longer than the {limits.Length} characters allowed");
        }
    }

    /// <summary>Runs something with names of its own.</summary>
    public T Within<T>(Scope scope, Func<T> run)
    {
        Scope outer = Scope;
        Scope = scope;
        try
        {
            return run();
        }
        finally
        {
            Scope = outer;
        }
    }

    /// <summary>What something writes, instead of the output.</summary>
    public string Capture(Action run)
    {
        StringBuilder outer = output;
        output = new StringBuilder();
        try
        {
            run();
            return output.ToString();
        }
        finally
        {
            output = outer;
        }
    }
}
