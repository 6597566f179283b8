using System.Text;
using Tapir.Artifacts;
using Tapir.Models;
using Tapir.Models.Tokenization;

namespace Tapir.Activities.Students;

/// <summary>Students and tokenizers as artifacts.</summary>
internal static class StudentArtifacts
{
    public static Task<ArtifactRef> PutStudentAsync(this IArtifactStore artifacts, Student student, CancellationToken cancellation) =>
        artifacts.PutAsync(
            (stream, _) =>
            {
                student.Save(stream);
                return Task.CompletedTask;
            },
            cancellation);

    public static async Task<Student> ReadStudentAsync(this IArtifactStore artifacts, ArtifactRef model, CancellationToken cancellation)
    {
        await using Stream stream = await artifacts.OpenAsync(model, cancellation);
        return Student.Load(stream, model.ToString());
    }

    public static Task<ArtifactRef> PutTokenizerAsync(this IArtifactStore artifacts, StudentTokenizer tokenizer, CancellationToken cancellation) =>
        artifacts.PutBytesAsync(Encoding.UTF8.GetBytes(TokenizerJson.Write(tokenizer)), cancellation);

    /// <summary>The tokenizer of a student, born in a run or not.</summary>
    public static async Task<ITextTokenizer> ReadTextTokenizerAsync(this IArtifactStore artifacts, ArtifactRef tokenizer, CancellationToken cancellation) =>
        ModelLanguage.ReadTokenizer(Encoding.UTF8.GetString(await artifacts.ReadBytesAsync(tokenizer, cancellation)), tokenizer.ToString());

    public static async Task<StudentTokenizer> ReadTokenizerAsync(this IArtifactStore artifacts, ArtifactRef tokenizer, CancellationToken cancellation) =>
        TokenizerJson.Read(Encoding.UTF8.GetString(await artifacts.ReadBytesAsync(tokenizer, cancellation)), tokenizer.ToString());
}
