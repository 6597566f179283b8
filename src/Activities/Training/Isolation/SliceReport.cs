using Microsoft.Extensions.Logging;
using Tapir.Models.Training;

namespace Tapir.Activities.Training.Isolation;

/// <summary>The child's end of the line to its parent. Takes the trainer's log too. Thread-safe.</summary>
internal sealed class SliceReport(TextWriter output) : ILogger<StudentTrainer>
{
    private readonly Lock writing = new();

    public void Say(SliceMessage message)
    {
        string line = message.ToLine();
        lock (writing)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    // The parent knows what is wanted.
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Say(new SliceMessage.Logged(logLevel, eventId.Id, formatter(state, exception)));
        }
    }
}
