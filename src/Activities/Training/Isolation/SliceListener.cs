using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Tapir.Functions;
using Tapir.Models.Training;

namespace Tapir.Activities.Training.Isolation;

/// <summary>The parent's end of the line to a process that computes a slice: progress, log and metrics come out as if the slice were computed here.</summary>
internal sealed class SliceListener(FunctionContext context, ILogger log)
{
    private readonly long begun = Stopwatch.GetTimestamp();
    private SliceMessage.Stepped? reached;
    private long tokens;

    /// <value>How it ended; null while it has not said.</value>
    public SliceMessage? Last { get; private set; }

    /// <value>How far it was.</value>
    public string Place => reached is { } step ? string.Create(CultureInfo.InvariantCulture, $"after step {step.Step} of {step.Steps}") : "before its first step";

    public void Hear(string line)
    {
        switch (SliceMessage.TryParse(line))
        {
            case SliceMessage.Stepped step:
                Step(step);
                break;
            case SliceMessage.Logged said:
                log.Log(said.Level, new EventId(said.Event), said.Text, null, static (text, _) => text);
                break;
            case { } end:
                End(end);
                break;
            default:
                log.SliceProcessSaid(line);
                break;
        }
    }

    private void Step(SliceMessage.Stepped step)
    {
        reached = step;
        tokens += step.Tokens;
        context.Report(step.Step, step.Steps, "steps");
        TrainingTelemetry.Stepped(step.Tokens, step.Loss);
    }

    private void End(SliceMessage end)
    {
        Last = end;
        if (end is SliceMessage.Done && tokens > 0)
        {
            TrainingTelemetry.Sped(tokens, Stopwatch.GetElapsedTime(begun));
        }
    }
}
