using Microsoft.Extensions.AI;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Text;
using Tapir.Teachers.Prompts;

namespace Tapir.Teachers.Writing;

/// <summary>The teacher as author of new instructions (docs/method.md, 3e).</summary>
public sealed class Expander(IChatClient teacher, ExpanderOptions options)
{
    /// <summary>Asks until as many candidates are there as wanted, or the turns are used up. What comes depends on the request, the examples and the
    /// sample index alone.</summary>
    /// <param name="inContext">The examples of <see cref="ExpansionRequest.InContextExampleIds"/>, in that order.</param>
    /// <param name="wanted">How many candidates; 1 or more, mostly the request's count or what the filters left to be desired.</param>
    /// <param name="firstSample">0, or <see cref="Expansion.NextSample"/> of the expansion before.</param>
    /// <exception cref="RunPausedException">The run has to wait for a person.</exception>
    public async Task<Expansion> ExpandAsync(
        ExpansionRequest request, IReadOnlyList<Example> inContext, int wanted, int firstSample, CancellationToken cancellation)
    {
        PromptExample[] shown = [.. inContext.Select(example => new PromptExample(example.Instruction, example.Response, example.Level))];
        Collected collected = new(shown);
        int sample = firstSample;
        for (int turn = 0; turn <= options.ExtraTurns && collected.Candidates.Count < wanted; turn++)
        {
            int missing = wanted - collected.Candidates.Count;
            int calls = (missing + options.PerCall - 1) / options.PerCall;
            int first = sample;
            ModelReply[] replies = await Task.WhenAll(Enumerable.Range(0, calls).Select(call =>
            {
                int count = Math.Min(options.PerCall, missing - (call * options.PerCall));
                ExpandPrompt prompt = new(request.Task.Name, request.Family, request.Level, count, SeedOf(request.Id, first + call), shown);
                return teacher.PutAsync(prompt.ToMessages(), first + call, cancellation);
            })).ConfigureAwait(false);
            sample += calls;
            Array.ForEach(replies, collected.Add);
        }

        return new Expansion([.. collected.Candidates.Take(wanted)], sample, collected.Problems);
    }

    // FNV-1a: the same on every machine, which string.GetHashCode is not. 53 bits, so that every JSON reader keeps it exactly.
    private static long SeedOf(string request, int sample)
    {
        ulong hash = 14695981039346656037;
        foreach (char unit in $"{request}/{sample}")
        {
            hash = unchecked((hash ^ unit) * 1099511628211);
        }

        return (long)(hash >> 11);
    }

    private sealed class Collected(IReadOnlyList<PromptExample> shown)
    {
        private readonly HashSet<string> seen = [.. shown.Select(example => InstructionText.Normalize(example.Instruction))];

        public List<string> Candidates { get; } = [];

        public List<string> Problems { get; } = [];

        public void Add(ModelReply reply)
        {
            if (reply is not Said said)
            {
                Problems.Add(((Silent)reply).Reason);
                return;
            }

            if (ExpandReply.Read(said.Text) is not Readable<IReadOnlyList<string>>({ } instructions))
            {
                Problems.Add(said.ReachedLimit ? "the reply was cut off at the longest one allowed" : "the reply has no list of instructions");
                return;
            }

            Candidates.AddRange(instructions.Where(instruction => seen.Add(InstructionText.Normalize(instruction))));
        }
    }
}
