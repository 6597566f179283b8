using System.Globalization;
using Tapir.Host.State;

namespace Tapir.Host.Rating;

/// <summary>Answers that lie in a file: one a line, as the keys of the terminal. Empty lines, and those that begin with #, are passed over.</summary>
internal sealed class FileAnswers : IRatingAnswers
{
    private readonly Queue<RatingAnswer> answers;

    private FileAnswers(Queue<RatingAnswer> answers) => this.answers = answers;

    /// <value>How many have not been taken.</value>
    public int Left => answers.Count;

    /// <exception cref="StateException">It cannot be read, or a line is no answer.</exception>
    public static FileAnswers Read(string path)
    {
        try
        {
            return new FileAnswers(new Queue<RatingAnswer>(File.ReadAllLines(path).Index()
                .Select(line => (Number: line.Index + 1, Text: line.Item.Trim()))
                .Where(line => line.Text.Length > 0 && line.Text[0] != '#')
                .Select(line => Parse(path, line.Number, line.Text))));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StateException($"The answers in '{path}' cannot be read: {problem.Message}", problem);
        }
    }

    public Task<RatingAnswer> NextAsync(CancellationToken cancellation) => Task.FromResult(answers.TryDequeue(out RatingAnswer answer) ? answer : RatingAnswer.Quit);

    private static RatingAnswer Parse(string path, int line, string text) => (text.Length == 1 ? RatingKeys.Find(text[0]) : null)
        ?? throw new StateException(string.Create(CultureInfo.InvariantCulture, $"{path}({line}): '{text}' is no answer. {RatingKeys.Known}."));
}
