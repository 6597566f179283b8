using Tapir.Activities.Teaching;
using Tapir.Activities.Training;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Functions;
using Tapir.Models;
using Tapir.Models.Generation;
using Tapir.Models.Network;
using Tapir.Models.Tokenization;
using Tapir.Models.Training;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;

namespace Tapir.Activities.Students;

/// <summary>Implements <see cref="StudentFunctions"/>.</summary>
internal sealed class StudentActivities(WorkRooms rooms, ComputeSlots slots)
{
    private readonly IArtifactStore artifacts = rooms.Artifacts;

    public void AddTo(FunctionCatalog catalog) => catalog
        .AddPausable(StudentFunctions.TrainTokenizer, TrainTokenizerAsync)
        .AddPausable(StudentFunctions.Create, CreateAsync)
        .AddPausable(StudentFunctions.Fetch, new ModelFetching(rooms).FetchAsync)
        .AddPausable(StudentFunctions.Load, new ModelLoading(artifacts, rooms.Scratch, slots).LoadAsync)
        .AddPausable(StudentFunctions.Answer, AnswerAsync)
        .AddPausable(StudentFunctions.MeasureLoss, MeasureLossAsync);

    private async Task<TrainedTokenizer> TrainTokenizerAsync(FunctionContext context, TrainTokenizer input)
    {
        IReadOnlyList<Example> pool = await artifacts.ReadAllLinesAsync<Example>(input.Pool, context.Cancellation);
        StudentTokenizer tokenizer = StudentTokenizer.Train(pool.SelectMany(example => new[] { example.Instruction, example.Response }), input.Vocabulary);
        return new TrainedTokenizer(await artifacts.PutTokenizerAsync(tokenizer, context.Cancellation), tokenizer.VocabularySize);
    }

    private async Task<StudentRef> CreateAsync(FunctionContext context, CreateStudent input)
    {
        StudentTokenizer tokenizer = await artifacts.ReadTokenizerAsync(input.Tokenizer, context.Cancellation);
        StudentSpec shape = input.Shape;
        StudentConfig config = new()
        {
            VocabularySize = tokenizer.VocabularySize,
            Width = shape.Width,
            MlpWidth = shape.Mlp,
            Layers = shape.Layers,
            Heads = shape.Heads,
            KeyValueHeads = shape.KeyValueHeads,
            ContextLength = shape.Context,
        };
        using Student student = new(tokenizer, StudentWeights.Random(config, (ulong)input.RandomSeed));
        return new StudentRef(await artifacts.PutStudentAsync(student, context.Cancellation), input.Tokenizer);
    }

    private async Task<AnsweredShard> AnswerAsync(FunctionContext context, AnswerShard input)
    {
        IReadOnlyList<Example> examples = await artifacts.ReadAllLinesAsync<Example>(input.Examples, context.Cancellation);
        (FittedInstruction[] fitted, IReadOnlyList<GenerationResult> results) = await slots.RunAsync(
            input.Student.Model, student => Generate(student, examples, input, context), context);
        StudentAnswer[] answers = [.. examples.Zip(results, (example, result) => new StudentAnswer(example.Id, result.Text, result.TokenCount, result.Truncated))];
        return new AnsweredShard(
            await artifacts.PutLinesAsync(answers, context.Cancellation),
            answers.Length,
            answers.Sum(answer => (long)answer.Tokens),
            answers.Count(answer => answer.Truncated))
        {
            LongInstructions = fitted.Count(instruction => instruction.Fit != InstructionFit.Whole) is > 0 and var count ? count : null,
        };
    }

    private static (FittedInstruction[] Fitted, IReadOnlyList<GenerationResult> Results) Generate(
        Student student, IReadOnlyList<Example> examples, AnswerShard input, FunctionContext context)
    {
        bool cuts = input.CutsLongInstructions is true;
        int room = student.Config.ContextLength - (cuts ? input.AnswerTokens : 1);
        FittedInstruction[] fitted = [.. examples.Select(example => FittedInstruction.Of(student.Chat, example.Instruction, room, cuts))];
        CallProgressOf<GenerationProgress> progress = new(at => context.Report(at.Answered, at.Total, "answers"));
        return (fitted, StudentGenerator.Generate(
            student,
            [.. fitted.Select(instruction => new GenerationRequest(instruction.Text))],
            new GenerationOptions { MaxNewTokens = input.AnswerTokens, Device = TrainingDevices.Of(input.Device) },
            progress,
            context.Cancellation));
    }

    private async Task<MeasuredLoss> MeasureLossAsync(FunctionContext context, MeasureLoss input)
    {
        IReadOnlyList<Example> examples = await artifacts.ReadAllLinesAsync<Example>(input.Examples, context.Cancellation);
        return await slots.RunAsync(input.Student.Model, student => LossOf(student, examples, input), context);
    }

    private static MeasuredLoss LossOf(Student student, IReadOnlyList<Example> examples, MeasureLoss input)
    {
        EncodedExamples encoded = EncodedExamples.Of(student.Chat, examples, student.Config.ContextLength, input.CutsLongInstructions is true);
        if (encoded.Fitting.Count == 0)
        {
            return new MeasuredLoss(0, 0);
        }

        double loss = StudentTrainer.Loss(student.Weights, encoded.Fitting, Environment.ProcessorCount, TrainingDevices.Of(input.Device));
        long tokens = encoded.Fitting.Sum(example => (long)(example.Tokens.Length - example.PromptLength));
        return new MeasuredLoss(loss * tokens, tokens);
    }
}
