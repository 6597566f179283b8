using System.Globalization;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Tasks;
using Tapir.Models.Checkpoints.Hub;
using Tapir.Models.Devices;
using Tapir.Models.Training;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Specs;

/// <summary>What one key alone cannot tell: rules between keys, and with the world outside the file.</summary>
internal static class SpecRules
{
    private static readonly TimeSpan ShortestReview = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestReview = TimeSpan.FromDays(365);

    /// <returns>Each broken rule with the key at fault.</returns>
    public static IEnumerable<(string Key, string Message)> Check(RunSpec spec) =>
        Seed(spec.Seed).Concat(Teacher(spec)).Concat(Curriculum(spec.Curriculum)).Concat(Student(spec)).Concat(Device(spec.Training)).Concat(Preference(spec)).Concat(Budget(spec)).Concat(Review(spec.Review));

    private static IEnumerable<(string, string)> Seed(SeedSpec seed)
    {
        if (seed.Path is { } path && !File.Exists(path))
        {
            yield return ("seed.path", Missing(path));
        }

        foreach (string also in (seed.Also ?? []).Where(also => !File.Exists(also)))
        {
            yield return ("seed.also", Missing(also));
        }

        if (seed.Also is not null && seed.Path is null)
        {
            yield return ("seed.also", "'seed.also' names more files beside 'seed.path', which is not given; name the first file there");
        }

        if (seed.Files.Select(SeedSource.NameOf).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            yield return ("seed.also", $"two seed files are called '{twice.Key}', and reports and ids name rows by it; rename one, or name it once");
        }

        if (seed.Limit == 1)
        {
            yield return ("seed.limit", "'seed.limit' must be 0 for all rows, or at least 2: one to train on and one to measure on; it is 1");
        }
    }

    private static string Missing(string file) => Directory.Exists(file) ? $"'{file}' is a folder; name a file" : $"no such file: '{file}'";

    private static IEnumerable<(string, string)> Teacher(RunSpec spec)
    {
        if (spec.Teacher.Kind == TeacherKind.OpenAI && string.IsNullOrWhiteSpace(spec.Teacher.Model))
        {
            yield return ("teacher", "'teacher.model' is missing; kind openAI needs the model's name");
        }

        if (spec.Teacher.Kind == TeacherKind.Local && !(spec.Teacher.Model is { Length: > 0 } model && Path.Exists(model)))
        {
            yield return ("teacher.model", $"'teacher.model' must be the path of a model, a folder or a file, for kind local; {(spec.Teacher.Model is { Length: > 0 } missing ? $"there is none at '{missing}'" : "it is not given")}");
        }

        if (spec.Teacher.Url is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"))
        {
            yield return ("teacher.url", $"'teacher.url' must be an http or https address; it is '{url}'");
        }

        if (spec.Teacher.Kind == TeacherKind.Tutor && spec.Judge.Kind == JudgeKind.Teacher)
        {
            yield return ("judge.kind", "'judge.kind' is teacher, but the teacher is the tutor; write tutor, which grades the same tasks exactly");
        }

        if (spec.Judge.Kind == JudgeKind.Tutor && spec.Seed.Path is not null)
        {
            yield return ("judge.kind", "'judge.kind' is tutor, which can only grade its own tasks; for a seed file write reference or teacher");
        }
    }

    private static IEnumerable<(string, string)> Curriculum(CurriculumSpec curriculum)
    {
        if (!Planners.Names.Contains(curriculum.Planner, StringComparer.Ordinal))
        {
            yield return ("curriculum.planner", $"'curriculum.planner' must be one of {string.Join(", ", Planners.Names)}; it is '{curriculum.Planner}'");
        }

        foreach (string label in curriculum.TaskMix.Keys.Where(label => TaskLabels.All.All(known => known.Name != label)))
        {
            string hint = NearestKey.Of(label, TaskLabels.All.Select(known => known.Name)) is { } nearest ? $"did you mean '{nearest}'?" : "see the task labels of `tapir init`";
            yield return ($"curriculum.taskMix.{label}", $"unknown task label '{label}' in 'curriculum.taskMix'; {hint}");
        }

        if (curriculum.TaskMix.Values.Any(share => share < 0))
        {
            yield return ("curriculum.taskMix", "'curriculum.taskMix' has a negative share");
        }

        double sum = curriculum.TaskMix.Values.Sum();
        if (curriculum.TaskMix.Count > 0 && Math.Abs(sum - 1) > 1e-6)
        {
            yield return ("curriculum.taskMix", string.Create(CultureInfo.InvariantCulture, $"'curriculum.taskMix' must sum to 1; it sums to {sum:0.######}"));
        }
    }

    private static IEnumerable<(string, string)> Student(RunSpec spec)
    {
        StudentSpec student = spec.Student;
        foreach ((string, string) problem in student.Model is null ? Born(spec) : Loaded(student))
        {
            yield return problem;
        }

        if (spec.Training.BatchTokens < student.Context)
        {
            yield return ("training.batchTokens", $"'training.batchTokens' ({spec.Training.BatchTokens}) must be at least 'student.context' ({student.Context}), so that the longest example fits a batch");
        }

        if (spec.Evaluation.AnswerTokens >= student.Context)
        {
            yield return ("evaluation.answerTokens", $"'evaluation.answerTokens' ({spec.Evaluation.AnswerTokens}) must be below 'student.context' ({student.Context}), so that a prompt fits beside the answer");
        }
    }

    private static IEnumerable<(string, string)> Loaded(StudentSpec student)
    {
        StudentSpec own = new() { Model = student.Model, Adapter = student.Adapter, Context = student.Context, CutLongInstructions = student.CutLongInstructions };
        if (student != own)
        {
            yield return ("student", "a student that begins with 'student.model' has that model's shape and tokenizer; leave out vocabulary, width, layers, heads, keyValueHeads and mlp");
        }

        foreach (string module in (student.Adapter?.TargetModules ?? []).Where(module => !LowRankAdapter.TargetModules.ContainsKey(module)))
        {
            yield return ("student.adapter.targetModules", $"'{module}' is no projection of these models; known are {string.Join(", ", LowRankAdapter.TargetModules.Keys)}");
        }

        if (student.Adapter?.TargetModules is { Count: 0 })
        {
            yield return ("student.adapter.targetModules", "'student.adapter.targetModules' names no projection; name at least one, or leave it out for all");
        }

        if (!ModelName.IsLocal(student.Model) && ProblemOf(student.Model!) is { } problem)
        {
            yield return ("student.model", problem);
        }

        if (ModelName.IsLocal(student.Model) && !File.Exists(student.Model) && !Directory.Exists(student.Model))
        {
            yield return ("student.model", $"there is no file and no folder '{student.Model}'; name a Hugging Face folder or a .gguf file");
        }
    }

    private static string? ProblemOf(string reference)
    {
        try
        {
            HubReference.Parse(reference);
            return null;
        }
        catch (FormatException malformed)
        {
            return malformed.Message;
        }
    }

    private static IEnumerable<(string, string)> Born(RunSpec spec)
    {
        StudentSpec student = spec.Student;
        if (student.Adapter is not null)
        {
            yield return ("student.adapter", "'student.adapter' adapts a model that exists; name it with 'student.model', or leave the adapter out");
        }

        if (spec.Training.BaseTokens == 0)
        {
            yield return ("training.baseTokens", "'training.baseTokens' is 0, but a student that is born in the run knows nothing before it is trained; give it at least 1");
        }

        if (student.Width % student.Heads != 0 || student.Width / student.Heads % 2 != 0)
        {
            yield return ("student.heads", $"'student.width' ({student.Width}) divided by 'student.heads' ({student.Heads}) must be a whole even number");
        }

        if (student.Heads % student.KeyValueHeads != 0)
        {
            yield return ("student.keyValueHeads", $"'student.keyValueHeads' ({student.KeyValueHeads}) must divide 'student.heads' ({student.Heads})");
        }
    }

    // Whether the device is there is asked by the run, where it is trained: on a worker of another machine, perhaps.
    private static IEnumerable<(string, string)> Device(TrainingSpec training)
    {
        if (training.Device is { } device && ProblemOfDevice(device) is { } problem)
        {
            yield return ("training.device", $"'training.device': {problem}");
        }

        if (training.Device is null && training.Precision != TrainingPrecision.Float32)
        {
            yield return ("training.precision", "'training.precision' is bfloat16, which is for a GPU; the cpu computes in float32: leave it out, or set 'training.device' to cuda");
        }
    }

    private static string? ProblemOfDevice(string device)
    {
        try
        {
            ComputeDevice.Parse(device);
            return null;
        }
        catch (FormatException malformed)
        {
            return malformed.Message;
        }
    }

    // That the judge can score the seed is a rule of its own, for every run.
    private static IEnumerable<(string, string)> Preference(RunSpec spec)
    {
        // Scores lie between 1 and 10.
        const double LargestGap = 9;
        if (spec.Training.Preference is not { } preference)
        {
            yield break;
        }

        if (spec.Curriculum.Threshold >= LargestGap)
        {
            yield return ("curriculum.threshold", string.Create(
                CultureInfo.InvariantCulture, $"'curriculum.threshold' is {spec.Curriculum.Threshold}, which no judge's scores lie further apart than, so 'training.preference' would have no pair; lower it"));
        }

        long needed = 2L * spec.Student.Context * preference.Epochs;
        if (preference.Tokens < needed)
        {
            yield return ("training.preference.tokens", $"'training.preference.tokens' ({preference.Tokens}) must be at least {needed}: twice 'student.context' for each epoch, so that the longest pair fits");
        }
    }

    private static IEnumerable<(string, string)> Budget(RunSpec spec)
    {
        if (spec.Budget.Money is not null && spec.Teacher.Kind == TeacherKind.OpenAI && !spec.Prices.ContainsKey(spec.Teacher.Model ?? ""))
        {
            yield return ("budget.money", $"'budget.money' needs a price for the model '{spec.Teacher.Model}' under 'prices'");
        }
    }

    private static IEnumerable<(string, string)> Review(ReviewSpec? review)
    {
        if (review is null)
        {
            yield break;
        }

        if (review.Points.Count == 0 || review.Points.Distinct().Count() < review.Points.Count)
        {
            yield return ("review.points", "'review.points' must name at least one of selection, training, export, and none twice; leave out 'review' for no review");
        }

        if (review.TimeLimit < ShortestReview || review.TimeLimit > LongestReview)
        {
            yield return ("review.timeLimit", $"'review.timeLimit' must be between {Duration.Write(ShortestReview)} and {Duration.Write(LongestReview)}; it is {Duration.Write(review.TimeLimit)}");
        }
    }
}
