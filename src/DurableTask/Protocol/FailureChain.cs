namespace Tapir.DurableTask.Protobuf;

/// <summary>Keeps a failure's chain of causes short enough to travel.</summary>
/// <remarks>A message may be nested a hundred deep, and a chain grows by a link with each sub-orchestration that it climbs out of: one that nobody shortens arrives nowhere in the end.</remarks>
public static class FailureChain
{
    /// <summary>Most links, the one that says that others were left out among them.</summary>
    public const int Longest = 32;

    /// <returns>The failure itself if its chain is short enough; else a copy with the first links and the last, which is the cause of all.</returns>
    public static TaskFailureDetails? Shorten(TaskFailureDetails? failure)
    {
        List<TaskFailureDetails> links = [];
        for (TaskFailureDetails? link = failure; link is not null; link = link.InnerFailure)
        {
            links.Add(link);
        }

        if (links.Count <= Longest)
        {
            return failure;
        }

        TaskFailureDetails rest = new() { ErrorType = "CausesLeftOut", ErrorMessage = "The causes between the one before and the last one were left out.", InnerFailure = links[^1] };
        for (int place = Longest - 3; place >= 0; place--)
        {
            rest = Over(links[place], rest);
        }

        return rest;
    }

    private static TaskFailureDetails Over(TaskFailureDetails link, TaskFailureDetails inner)
    {
        TaskFailureDetails copy = new()
        {
            ErrorType = link.ErrorType,
            ErrorMessage = link.ErrorMessage,
            StackTrace = link.StackTrace,
            IsNonRetriable = link.IsNonRetriable,
            InnerFailure = inner,
        };
        copy.Properties.Add(link.Properties);
        return copy;
    }
}
