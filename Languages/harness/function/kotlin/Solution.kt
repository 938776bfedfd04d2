import java.util.*
import kotlin.math.*
{{candidate}}
