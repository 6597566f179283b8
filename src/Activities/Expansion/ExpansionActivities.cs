using Microsoft.Extensions.AI;
using Tapir.Activities.Teaching;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Planning;
using Tapir.Functions;
using Tapir.Orchestrations.Expansion;
using Tapir.Teachers.Writing;

namespace Tapir.Activities.Expansion;

/// <summary>Implements <see cref="ExpansionFunctions"/>.</summary>
internal sealed class ExpansionActivities(IArtifactStore artifacts, TeacherDesk teachers)
{
    private readonly AnswerFilter answers = new();

    public void AddTo(FunctionCatalog catalog) => catalog
        .AddPausable(ExpansionFunctions.Write, WriteAsync)
        .AddPausable(ExpansionFunctions.Filter, FilterAsync)
        .AddPausable(ExpansionFunctions.Answer, AnswerAsync);

    private async Task<WrittenInstructions> WriteAsync(FunctionContext context, WriteInstructions input)
    {
        IReadOnlyList<ExpansionRequest> requests = await artifacts.ReadAllLinesAsync<ExpansionRequest>(input.Requests, context.Cancellation);
        HashSet<string> shown = [.. requests.SelectMany(request => request.InContextExampleIds)];
        Dictionary<string, Example> pool = [];
        await foreach (Example example in artifacts.ReadLinesAsync<Example>(input.Pool, context.Cancellation))
        {
            if (shown.Contains(example.Id))
            {
                pool[example.Id] = example;
            }
        }

        Expander expander = new(teachers.Open(input.Teacher, context), new ExpanderOptions { PerCall = Math.Max(1, requests.Max(request => request.Count)) });
        int done = 0;
        Tapir.Teachers.Writing.Expansion[] written = await Task.WhenAll(requests.Select(async request =>
        {
            Tapir.Teachers.Writing.Expansion expansion = await expander.ExpandAsync(
                request, [.. request.InContextExampleIds.Select(id => pool[id])], request.Count, firstSample: 0, context.Cancellation);
            context.Report(Interlocked.Increment(ref done), requests.Count, "requests");
            return expansion;
        }));
        Example[] candidates = [.. requests.Zip(written).SelectMany(pair => pair.Second.Candidates.Select((instruction, index) => new Example(
            $"{pair.First.Id}/{index}",
            instruction,
            Response: "",
            pair.First.Task,
            pair.First.Family,
            pair.First.Level,
            ExampleOrigins.Expanded,
            pair.First.InContextExampleIds.Count > 0 ? pair.First.InContextExampleIds[0] : null)))];
        return new WrittenInstructions(
            await artifacts.PutLinesAsync(candidates, context.Cancellation), candidates.Length, Reasons.Count(written.SelectMany(expansion => expansion.Problems)));
    }

    private async Task<FilteredInstructions> FilterAsync(FunctionContext context, FilterInstructions input)
    {
        IReadOnlyList<Example> pool = await artifacts.ReadAllLinesAsync<Example>(input.Pool, context.Cancellation);
        IReadOnlyList<Example> heldOut = await artifacts.ReadShardsAsync<Example>(input.HeldOut, context.Cancellation);
        IReadOnlyList<Example> candidates = await artifacts.ReadShardsAsync<Example>(input.Candidates, context.Cancellation);
        InstructionFilter filter = new(pool, heldOut, input.Curriculum.NearDuplicate);
        Example[] accepted = [.. candidates.Where(filter.Accept)];
        return new FilteredInstructions(
            await artifacts.PutShardsAsync(accepted, input.ShardSize, context.Cancellation),
            accepted.Length,
            Reasons.Count(candidates.Select(candidate => candidate.Task.Name)),
            Reasons.Count(accepted.Select(example => example.Task.Name)),
            filter.Rejected);
    }

    private async Task<AnsweredInstructions> AnswerAsync(FunctionContext context, AnswerInstructions input)
    {
        IReadOnlyList<Example> instructions = await artifacts.ReadAllLinesAsync<Example>(input.Instructions, context.Cancellation);
        IChatClient teacher = teachers.Open(input.Teacher, context);
        Answerer answerer = new(teacher);
        Refiner? refiner = input.Refine ? new Refiner(teacher) : null;
        int done = 0;
        AnswerOutcome[] outcomes = await Task.WhenAll(instructions.Select(async instruction =>
        {
            AnswerOutcome outcome = await AnswerAsync(instruction, answerer, refiner, context.Cancellation);
            context.Report(Interlocked.Increment(ref done), instructions.Count, "answers");
            return outcome;
        }));
        Example[] answered = [.. outcomes.Select(outcome => outcome.Example).OfType<Example>()];
        return new AnsweredInstructions(
            await artifacts.PutLinesAsync(answered, context.Cancellation),
            answered.Length,
            Reasons.Count(answered.Select(example => example.Task.Name)),
            outcomes.Count(outcome => outcome.Refinement is Refined),
            outcomes.Count(outcome => outcome.Refinement is RefinementRejected),
            Reasons.Count(outcomes.Select(outcome => outcome.Rejection).OfType<string>()));
    }

    private async Task<AnswerOutcome> AnswerAsync(Example instruction, Answerer answerer, Refiner? refiner, CancellationToken cancellation)
    {
        if (await answerer.AnswerAsync(instruction.Instruction, instruction.Task, sampleIndex: 0, cancellation) is not Answered answer)
        {
            return new AnswerOutcome(null, Refinement: null, "the teacher gave no answer");
        }

        if (answers.FaultOf(instruction.Instruction, answer) is { } fault)
        {
            return new AnswerOutcome(null, Refinement: null, fault);
        }

        Example example = instruction with { Response = answer.Text };
        if (refiner is null)
        {
            return new AnswerOutcome(example, Refinement: null, Rejection: null);
        }

        // A rejected refinement costs the refinement, not the example: the first answer stays.
        Refinement refinement = await refiner.RefineAsync(instruction.Instruction, instruction.Task, answer.Text, sampleIndex: 0, cancellation);
        return new AnswerOutcome(refinement is Refined refined ? example with { Response = refined.Text } : example, refinement, Rejection: null);
    }

    private sealed record AnswerOutcome(Example? Example, Refinement? Refinement, string? Rejection);
}
