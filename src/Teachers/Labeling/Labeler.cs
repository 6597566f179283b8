using Microsoft.Extensions.AI;
using Tapir.Curriculum.Tasks;
using Tapir.Teachers.Prompts;

namespace Tapir.Teachers.Labeling;

/// <summary>Gives every instruction a task label: the data's own, the tutor's for tasks it knows, the teacher's for a sample, and for the rest that of a
/// classifier which learnt from the sample; where the classifier is not sure, the teacher's again.</summary>
/// <param name="teacher">Null where there is no chat teacher: then whatever neither the data nor the tutor knows is Others.</param>
/// <param name="recognise">The tutor's label of an instruction, or null for one it does not know.</param>
public sealed class Labeler(IChatClient? teacher, Func<string, TaskLabel?> recognise, LabelerOptions options)
{
    private readonly string[] names = [.. options.Labels.Select(label => label.Name)];

    /// <summary>The labels, in the order of the instructions. They follow from the instructions, the options and the teacher's recorded replies.</summary>
    /// <exception cref="RunPausedException">The run has to wait for a person; what the teacher said so far is in the ledger.</exception>
    public async Task<IReadOnlyList<AssignedLabel>> LabelAsync(IReadOnlyList<UnlabeledInstruction> instructions, CancellationToken cancellation)
    {
        AssignedLabel?[] assigned = [.. instructions.Select(Known)];
        int[] unknown = [.. Enumerable.Range(0, assigned.Length).Where(i => assigned[i] is null)];
        if (teacher is not null && unknown.Length > 0)
        {
            int[] sample = SampleOf(unknown, instructions);
            await AskAsync(teacher, sample, instructions, assigned, cancellation).ConfigureAwait(false);
            await ClassifyRestAsync(teacher, unknown.Except(sample), sample, instructions, assigned, cancellation).ConfigureAwait(false);
        }

        return [.. assigned.Select(label => label ?? new AssignedLabel(TaskLabels.Others, LabelSource.Nobody, 0))];
    }

    private AssignedLabel? Known(UnlabeledInstruction row) =>
        row.Given is { } given ? new AssignedLabel(given, LabelSource.Data, 1)
        : recognise(row.Instruction) is { } own ? new AssignedLabel(own, LabelSource.Tutor, 1)
        : null;

    /// <summary>By hash of the text: a random sample that is the same again, also when rows are added elsewhere.</summary>
    private int[] SampleOf(int[] unknown, IReadOnlyList<UnlabeledInstruction> instructions) =>
        [.. unknown.OrderBy(i => StableHash.Of(instructions[i].Instruction, options.Seed)).ThenBy(i => i).Take(options.SampleSize)];

    private async Task ClassifyRestAsync(
        IChatClient chat,
        IEnumerable<int> rest,
        int[] sample,
        IReadOnlyList<UnlabeledInstruction> instructions,
        AssignedLabel?[] assigned,
        CancellationToken cancellation)
    {
        (string Instruction, TaskLabel Label)[] learnt = [.. sample.Where(i => assigned[i] is not null).Select(i => (instructions[i].Instruction, assigned[i]!.Label))];
        if (learnt.Length == 0)
        {
            return;
        }

        TaskClassifier classifier = TaskClassifier.Train(learnt, options.Seed);
        List<int> unsure = [];
        foreach (int i in rest)
        {
            assigned[i] = ByClassifier(i);
            if (assigned[i]!.Confidence < options.MinimumConfidence)
            {
                unsure.Add(i);
            }
        }

        // The teacher was asked for these already and said nothing that could be read.
        foreach (int i in sample.Where(i => assigned[i] is null))
        {
            assigned[i] = ByClassifier(i);
        }

        // What the teacher cannot say now keeps the classifier's label with its low confidence.
        await AskAsync(chat, unsure, instructions, assigned, cancellation).ConfigureAwait(false);

        AssignedLabel ByClassifier(int row)
        {
            (TaskLabel label, double confidence) = classifier.Classify(instructions[row].Instruction);
            return new AssignedLabel(label, LabelSource.Classifier, confidence);
        }
    }

    private Task AskAsync(
        IChatClient chat, IReadOnlyList<int> rows, IReadOnlyList<UnlabeledInstruction> instructions, AssignedLabel?[] assigned, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            rows,
            new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellation },
            async (i, token) =>
            {
                if (await AskAsync(chat, instructions[i].Instruction, token).ConfigureAwait(false) is { } label)
                {
                    assigned[i] = new AssignedLabel(label, LabelSource.Teacher, 1);
                }
            });

    private async Task<TaskLabel?> AskAsync(IChatClient chat, string instruction, CancellationToken cancellation)
    {
        IReadOnlyList<ChatMessage> messages = new LabelPrompt(names, instruction).ToMessages();
        for (int sample = 0; sample <= options.Retries; sample++)
        {
            ModelReply reply = await chat.PutAsync(messages, sample, cancellation).ConfigureAwait(false);
            if (reply is Said said && LabelReply.Read(said.Text, names) is Readable<string>({ } name))
            {
                return options.Labels[Array.IndexOf(names, name)];
            }
        }

        return null;
    }
}
