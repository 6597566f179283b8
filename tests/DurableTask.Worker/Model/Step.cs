namespace Tapir.DurableTask.Worker.Tests.Model;

/// <summary>What an orchestration does at one place. Whatever the order in which things happen, it comes to one result.</summary>
/// <param name="Kind">What it is; <see cref="Interpreter"/> does it, <see cref="Reference"/> says what comes of it.</param>
/// <param name="Number">Its input: what to call with, how long to wait in milliseconds, how often to try.</param>
/// <param name="Steps">What it is made of.</param>
internal sealed record Step(StepKind Kind, int Number, params Step[] Steps)
{
    public override string ToString() => Steps.Length == 0 ? $"{Kind}({Number})" : $"{Kind}({Number}: {string.Join(", ", Steps.Select(step => $"{step}"))})";
}

internal enum StepKind
{
    /// <summary>An activity that succeeds.</summary>
    Call,

    /// <summary>An activity that fails.</summary>
    Fail,

    /// <summary>An activity that fails at each of several tries.</summary>
    Retry,

    Timer,

    /// <summary>An event that a client raises, perhaps long before.</summary>
    Wait,

    /// <summary>An event to itself.</summary>
    Send,

    /// <summary>A GUID that it did not have before.</summary>
    Guid,

    /// <summary>A look at the clock, which does not go back.</summary>
    Clock,

    /// <summary>A custom status.</summary>
    Status,

    /// <summary>A sub-orchestration.</summary>
    Child,

    /// <summary>Steps side by side.</summary>
    All,

    /// <summary>A step against an event that never comes.</summary>
    Any,

    /// <summary>A step whose failure is passed over.</summary>
    Try,
}
