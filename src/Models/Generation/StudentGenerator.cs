using Tapir.Models.ChatTemplates;
using Tapir.Models.Devices;
using Tapir.Models.Generation.Answers;
using Tapir.Models.Generation.Batching;
using Tapir.Models.Generation.Sampling;
using Tapir.Models.Training;

namespace Tapir.Models.Generation;

/// <summary>Answers many instructions with a student.</summary>
/// <remarks>The answers of one call depend on its requests and options alone, to the bit on one instruction set. A small student answers in lanes of a fixed size, each on one thread
/// (its weights stay in that core's cache, and threads need not wait for each other); a large one in one batch that all threads compute together, since its weights
/// come from memory, once for all answers. On a device it is lanes too. Which it is depends on the student and the options, never on the machine.</remarks>
public static class StudentGenerator
{
    // The weights of a larger one are more than most processors' caches hold.
    private const long MostLaneParameters = 16_000_000;

    // Memory of a batch's keys and values, in positions of all answers together.
    private const int CachePositions = 32_768;

    /// <summary>Answers in the order of the requests.</summary>
    /// <exception cref="ArgumentException">An option is out of range; all are named.</exception>
    /// <exception cref="DeviceUnavailableException">The options name a device that is not here.</exception>
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
        _ = DeviceSearch.Find(options.Device, ProductPrecision.Float32);
        return options.Device.IsCpu && student.Config.ParameterCount <= MostLaneParameters && GenerationLane.Knows(options)
            ? InLanes(student, requests, prompts, options, progress, cancellation)
            : InOneBatch(student, requests, prompts, options, progress, cancellation);
    }

    private static GenerationResult[] InLanes(
        Student student,
        IReadOnlyList<GenerationRequest> requests,
        int[][] prompts,
        GenerationOptions options,
        IProgress<GenerationProgress>? progress,
        CancellationToken cancellation)
    {
        int[][] lanes = [.. Enumerable.Range(0, requests.Count).OrderBy(i => prompts[i].Length).Chunk(options.LaneSize)];
        GenerationResult[] results = new GenerationResult[requests.Count];
        GenerationLane lane = new(student.Weights, options, student.Chat.EndIds);
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

    private static GenerationResult[] InOneBatch(
        Student student,
        IReadOnlyList<GenerationRequest> requests,
        int[][] prompts,
        GenerationOptions options,
        IProgress<GenerationProgress>? progress,
        CancellationToken cancellation)
    {
        int context = student.Config.ContextLength;
        int[] rooms = [.. prompts.Select(prompt => Math.Min(options.MaxNewTokens, context - prompt.Length))];
        int longest = prompts.Zip(rooms, (prompt, room) => prompt.Length + Math.Max(room, 0)).DefaultIfEmpty(1).Max();
        BatchLimits limits = new()
        {
            Slots = Math.Min(options.LaneSize, 64),
            CachePositions = Math.Max(CachePositions, longest),
            Threads = options.Threads,
        };
        int answered = 0;
        long tokens = 0;
        CollectedAnswer[] answers = [.. prompts.Select(_ => new CollectedAnswer(new AnswerText(student.Language.Tokenizer, student.Chat.EndIds, options), Count))];
        BatchAnswer[] made = [.. answers.Select((answer, i) =>
            new BatchAnswer(prompts[i], rooms[i], new TokenChooser(options, requests[i].Seed, prompts[i]), answer, CancellationToken.None))];
        if (options.Device.IsCpu)
        {
            Run(student, made, limits, cancellation);
        }
        else
        {
            DeviceAnswers.Run(student.Weights, options.Device, made, limits, cancellation);
        }

        return [.. answers.Select(answer => answer.Result)];

        void Count(CollectedAnswer ended)
        {
            tokens += ended.Result.TokenCount;
            progress?.Report(new GenerationProgress(++answered, requests.Count, tokens));
        }
    }

    private static void Run(Student student, BatchAnswer[] answers, BatchLimits limits, CancellationToken cancellation)
    {
        using AnswerBatch batch = new(student.Weights, limits);
        Array.ForEach(answers, batch.Add);
        while (batch.Step())
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
