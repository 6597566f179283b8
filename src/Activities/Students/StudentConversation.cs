using Tapir.Artifacts;
using Tapir.Models;
using Tapir.Models.Generation;
using Tapir.Orchestrations.Students;

namespace Tapir.Activities.Students;

/// <summary>Talks to a student outside of a run.</summary>
public sealed class StudentConversation : IDisposable
{
    private readonly Student student;

    private StudentConversation(Student student) => this.student = student;

    public static async Task<StudentConversation> OpenAsync(IArtifactStore artifacts, StudentRef student, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(student);
        return new StudentConversation(await artifacts.ReadStudentAsync(student.Model, cancellation));
    }

    /// <param name="maxTokens">Longest answer, in tokens.</param>
    public string Answer(string instruction, int maxTokens) =>
        StudentGenerator.Generate(student, [new GenerationRequest(instruction)], new GenerationOptions { MaxNewTokens = maxTokens })[0].Text;

    public void Dispose() => student.Dispose();
}
