using Tapir.Models.ChatTemplates;
using Tapir.Models.Training;

namespace Tapir.Models.Generation;

/// <summary>Answers many instructions with a student.</summary>
/// <remarks>The answers of one call depend on its requests and options alone, to the bit on one instruction set: prompts are sorted by length and cut into
/// lanes of a fixed size, and a lane runs on one thread, whichever it is.</remarks>
public static class StudentGenerator
{
    /// <summary>Answers in the order of the requests.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two tokens.</exception>
    public static IReadOnlyList<GenerationResult> Generate(
        Student student,
        IReadOnlyList<GenerationRequest> requests,
        GenerationOptions options,
        IProgress<GenerationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options.Validated();
        int[][] prompts = [.. requests.Select(request => student.Chat.Prompt([ChatTurn.User(request.Instruction)]))];
        int[][] lanes = [.. Enumerable.Range(0, requests.Count).OrderBy(i => prompts[i].Length).Chunk(options.LaneSize)];
        GenerationResult[] results = new GenerationResult[requests.Count];
        GenerationLane lane = new(student.Weights, options);
        int answered = 0;
        long tokens = 0;

        // The longest prompts first, so that no thread is left with a long lane at the end.
        Crew.Run(lanes.Length, options.Threads, (_, i) =>
        {
            int[] members = lanes[lanes.Length - 1 - i];
            IReadOnlyList<GeneratedTokens> answers = lane.Run([.. members.Select(m => prompts[m])], [.. members.Select(m => requests[m].Seed)], cancellation);
            for (int row = 0; row < members.Length; row++)
            {
                GeneratedTokens answer = answers[row];
                results[members[row]] = new GenerationResult(student.Tokenizer.Decode(answer.Tokens), answer.Tokens.Length, !answer.HasEnded);
            }

            int done = Interlocked.Add(ref answered, members.Length);
            long made = Interlocked.Add(ref tokens, answers.Sum(answer => (long)answer.Tokens.Length));
            progress?.Report(new GenerationProgress(done, requests.Count, made));
        });
        return results;
    }
}
