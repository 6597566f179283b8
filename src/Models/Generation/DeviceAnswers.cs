using Tapir.Models.Devices;
using Tapir.Models.Generation.Batching;
using Tapir.Models.NativeLibrary;
using Tapir.Models.Network;

namespace Tapir.Models.Generation;

/// <summary>Makes answers on a device, some at a time: a call's prompts go into lanes by their length, so what is computed together follows from the call alone.</summary>
internal static class DeviceAnswers
{
    /// <exception cref="InsufficientMemoryException">The device has too little.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two tokens.</exception>
    public static void Run(StudentWeights weights, ComputeDevice device, IReadOnlyList<BatchAnswer> answers, BatchLimits limits, CancellationToken cancellation)
    {
        foreach (BatchAnswer none in answers.Where(answer => !answer.HasRoom))
        {
            none.End(AnswerEnd.Length);
        }

        BatchAnswer[] waiting = [.. answers.Where(answer => answer.HasRoom).OrderBy(answer => answer.Tokens.Count)];
        if (waiting.Length == 0)
        {
            return;
        }

        int positions = waiting.Max(answer => answer.Positions), side = Math.Clamp(limits.CachePositions / positions, 1, limits.Slots);
        try
        {
            using DeviceStudent student = new(weights, device, ProductPrecision.Float32);
            foreach (BatchAnswer[] lane in waiting.Chunk(side))
            {
                Run(student, lane, cancellation);
            }
        }
        catch (Exception failure) when (MemoryShortage.Is(failure))
        {
            // In smaller lanes other bits would come out, and then perhaps other answers than where there was memory.
            throw new InsufficientMemoryException(
                $"The memory of {device} does not suffice for {Math.Min(side, waiting.Length)} answers side by side, of up to {positions} tokens each with their prompts. "
                + "Free some of it, take a GPU with more, or lower student.context or evaluation.answerTokens in another run.", failure);
        }
    }

    private static void Run(DeviceStudent student, BatchAnswer[] lane, CancellationToken cancellation)
    {
        using DeviceDecoder decoder = new(student, lane.Length, lane.Max(answer => answer.Positions));
        float[] logits = decoder.Prefill([.. lane.Select(answer => answer.Tokens.ToArray())]);
        while (true)
        {
            Choose(lane, logits);
            if (Array.TrueForAll(lane, answer => answer.HasEnded))
            {
                return;
            }

            cancellation.ThrowIfCancellationRequested();
            // One that has ended stands still: it computes the same again, and nobody looks.
            logits = decoder.Step([.. lane.Select(answer => answer.Tokens[^1])], [.. lane.Select(answer => answer.Tokens.Count - 1)]);
        }
    }

    private static unsafe void Choose(BatchAnswer[] lane, float[] logits)
    {
        int vocabulary = logits.Length / lane.Length;
        fixed (float* start = logits)
        {
            for (int i = 0; i < lane.Length; i++)
            {
                if (!lane[i].HasEnded)
                {
                    lane[i].Take(lane[i].Chooser.Choose(start + ((long)i * vocabulary), vocabulary));
                }
            }
        }
    }
}
